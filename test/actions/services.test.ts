// Services of a job, as workflows write them.
import { describe, expect, test } from '@jest/globals';
import { shellWords } from '../../src/actions/shell-words.ts';
import { workflowJob } from '../../src/actions/workflow.ts';

const postgres = { name: 'postgres', image: 'postgres:15', env: {}, ports: [], health: null };

describe('a service', () => {
  test('as GitHub’s own guide writes it', () => {
    const { services, notes } = servicesIn(`
      postgres:
        image: postgres:15
        env:
          POSTGRES_PASSWORD: postgres
          POSTGRES_PORT: 5432
        options: >-
          --health-cmd pg_isready
          --health-interval 10s
          --health-timeout 5s
          --health-retries 5
        ports:
          - 5432:5432`);
    expect(services).toEqual([
      {
        ...postgres,
        env: { POSTGRES_PASSWORD: 'postgres', POSTGRES_PORT: '5432' },
        ports: [{ host: 5432, container: 5432 }],
        health: 'pg_isready',
      },
    ]);
    expect(notes).toEqual([]);
  });

  test('of a matrix has the values of its own job, and none where they leave the image empty', () => {
    const { services, notes } = servicesIn(`
      postgres:
        image: postgres:\${{ matrix.postgres }}
        ports: ['\${{ matrix.port }}:5432']
      mysql:
        image: \${{ matrix.postgres != 15 && 'mysql:8' || '' }}`);
    expect(services).toEqual([{ ...postgres, ports: [{ host: 5433, container: 5432 }] }]);
    expect(notes).toEqual([]);
  });

  test('has variables of the workflow and the job', () => {
    const text = `env: { USER: ada }
jobs:
  test:
    env: { TAG: 15, PASSWORD: '\${{ secrets.P }}' }
    services:
      postgres:
        image: postgres:\${{ env.TAG }}
        env: { POSTGRES_USER: '\${{ env.USER }}', POSTGRES_PASSWORD: '\${{ env.PASSWORD }}' }
        options: --health-cmd "pg_isready -U \${{ env.USER }}"
    steps: [{ run: pytest }]
`;
    const { services, notes } = workflowJob(text, 'test')?.services ?? {};
    expect(services).toEqual([{ ...postgres, env: { POSTGRES_USER: 'ada' }, health: 'pg_isready -U ada' }]);
    expect(notes).toEqual([expect.stringContaining('starts without POSTGRES_PASSWORD')]);
  });

  test.each([
    ['5432', { host: null, container: 5432 }],
    ["'5433:5432/tcp'", { host: 5433, container: 5432 }],
    ["'127.0.0.1:5433:5432'", { host: 5433, container: 5432 }],
  ])('has the port %s', (written, port) => {
    expect(servicesIn(`\n      postgres: { image: 'postgres:15', ports: [${written}] }`).services).toEqual([
      { ...postgres, ports: [port] },
    ]);
  });

  test.each([
    ['--health-cmd "pg_isready -U me"', 'pg_isready -U me'],
    ["--health-cmd='redis-cli ping || exit 1'", 'redis-cli ping || exit 1'],
    ['--health-cmd="mysqladmin ping -h \\"localhost\\"" --health-retries=3', 'mysqladmin ping -h "localhost"'],
    ['--name db', null],
  ])('has the health command of %j', (options, health) => {
    const { services, notes } = servicesIn(
      `\n      postgres:\n        image: postgres:15\n        options: ${JSON.stringify(options)}`,
    );
    expect(services).toEqual([{ ...postgres, health }]);
    expect(notes).toEqual([]);
  });
});

describe('what cannot be followed is said', () => {
  test.each([
    [
      `{ image: 'postgres:15', env: { PASSWORD: '\${{ secrets.P }}' } }`,
      /^The service postgres starts without PASSWORD/,
    ],
    ["{ image: 'postgres:15', volumes: ['a:/b'] }", /^Ignored of the service postgres: volumes\.$/],
    ["{ image: 'postgres:15', options: '--tmpfs /x --privileged' }", /: --tmpfs, --privileged\.$/],
    [`{ image: '\${{ inputs.image }}' }`, /^Did not start the service postgres: its image is not known\.$/],
  ])('of %s', (definition, note) => {
    const { notes } = servicesIn(`\n      postgres: ${definition}`);
    expect(notes).toEqual([expect.stringMatching(note)]);
  });

  test('of two services on one port', () => {
    const { services, notes } = servicesIn(`
      one: { image: redis, ports: ['6379:6379'] }
      two: { image: redis, ports: ['6380:6379'] }`);
    expect(services.map(({ name }) => name)).toEqual(['one']);
    expect(notes).toEqual(['Did not start the service two: it listens on the same port as one.']);
  });

  test('of names that lead elsewhere, and of too many', () => {
    const many = Array.from({ length: 9 }, (_, at) => `\n      s${at}: { image: redis }`).join('');
    const { services, notes } = servicesIn(`\n      "db:8.8.8.8": { image: redis }${many}`);
    expect(services).toHaveLength(8);
    expect(notes).toEqual([
      'Did not start the service db:8.8.8.8: its name is not a host name.',
      'Did not start the service s8: only 8 services are started.',
    ]);
  });

  test.each(['services: nonsense', 'services: { db: 5 }'])('and %s does not stop the reading', written => {
    const text = `jobs:\n  test:\n    ${written}\n    steps: [{ run: pytest }]\n`;
    expect(workflowJob(text, 'test')?.services.services).toEqual([]);
  });
});

test.each([
  ['a b', ['a', 'b']],
  [`a"b c"'d e'f`, ['ab cd ef']],
  ['a\\ b "c\\"d" \'e\\f\'', ['a b', 'c"d', 'e\\f']],
  ['"open end', ['open end']],
  ['  ', []],
])('%j in words', (text, words) => {
  expect(shellWords(text)).toEqual(words);
});

function servicesIn(yaml: string) {
  const job = workflowJob(
    `jobs:
  test:
    name: test \${{ matrix.postgres }}
    strategy: { matrix: { postgres: [15], port: [5433] } }
    services:${yaml}
    steps: [{ run: pytest }]
`,
    'test 15',
  );
  if (job === null) throw new Error('no job');
  return job.services;
}
