// The row "intake": our intake against a bare Probot app, each a process of its own, under signed deliveries over HTTP.
import { join } from 'node:path';
import { openStore } from '../../../adapters/prisma/open-store.ts';
import { freePort } from '../../../standins/free-port.ts';
import { type LocalStack, startLocalStack } from '../../../standins/local-stack.ts';
import { type NightwatchProcess, startProcess } from '../../../standins/nightwatch-process.ts';
import { median } from '../../median.ts';
import { atLeast, below, type Figure, type Measured, type Plot, type RowContext, remark, rounded } from '../figure.ts';
import { burst, compare, type Kind, kinds, type Outcome, steadyRate } from './compare.ts';
import { deliveriesOf } from './deliveries.ts';

const home = { owner: 'acme', repository: 'shop' };

export async function intakeRow(context: RowContext): Promise<Measured> {
  const stack = await startLocalStack({
    directory: context.directory,
    owner: home.owner,
    model: { answers: () => ({ text: '' }) },
    runWorkflow: async () => [],
    environment: { LOG_LEVEL: 'info', NODE_ENV: 'production' },
  });
  const processes: NightwatchProcess[] = [];
  try {
    const { owner, repository: name } = home;
    await stack.github.createRepository({ owner, name, from: { files: { 'README.md': '# Shop\n' } } });
    const servers = { bare: '', intake: '' };
    for (const kind of kinds) {
      const started = await startServer(stack, kind, context.directory);
      processes.push(started);
      servers[kind] = `${started.url}/api/github/webhooks`;
    }
    const secret = stack.environment['WEBHOOK_SECRET'] ?? '';
    const next = deliveriesOf({ ...home, secret, installationId: installationOf(stack) });
    const outcome = await compare({ servers, next }, context.tell);
    const rows = await rowsIn(databaseUrl(context.directory));
    return { figures: figuresOf(outcome, rows), plots: [latencyPlot(outcome)], raw: { ...outcome, rows } };
  } finally {
    await Promise.all(processes.map(each => each.kill()));
    await stack.stop();
  }
}

async function startServer(stack: LocalStack, kind: Kind, directory: string): Promise<NightwatchProcess> {
  return await startProcess({
    environment: { ...stack.environment, PORT: String(await freePort()), DATABASE_URL: databaseUrl(directory) },
    entry: join(import.meta.dirname, `${kind}-process.ts`),
    logFile: join(directory, `${kind}.log`),
  });
}

function databaseUrl(directory: string): string {
  return `file:${join(directory, 'intake.db')}`;
}

/** The first webhook of an App is about its installation. */
function installationOf({ github }: LocalStack): number {
  const delivery = github.deliveries().find(({ event }) => event === 'installation');
  const { installation } = JSON.parse(delivery?.body ?? '{}') as { installation?: { id: number } };
  if (!installation) throw new Error('The App is not installed.');
  return installation.id;
}

async function rowsIn(url: string): Promise<number> {
  const store = await openStore({ databaseUrl: url });
  try {
    return await store.pending();
  } finally {
    await store.close();
  }
}

function figuresOf({ rounds, ratio, work, steady, burst: flood, sent }: Outcome, rows: number): Figure[] {
  const rate = (kind: Kind) => Math.round(median(rounds.map(round => round[kind].perSecond)) ?? 0);
  const lost = sent - rows;
  return [
    atLeast('intake: its requests/s to a bare app’s', ratio, { target: 0.8, unit: '' }),
    remark('  both, median of the rounds', `${rate('intake')}/s to ${rate('bare')}/s`),
    remark(
      '  processor time of a delivery',
      `bare ${rounded(work.bare)} ms, intake ${rounded(work.intake)} ms: ${rounded(work.bare / work.intake)}`,
    ),
    below(`intake: p99 at ${steadyRate}/s`, steady.intake.p99, { target: 50, unit: ' ms' }),
    remark(
      '  p50, and the bare app’s p50 and p99',
      `${[steady.intake.p50, steady.bare.p50, steady.bare.p99].map(rounded).join(', ')} ms`,
    ),
    {
      what: `intake: lost of a burst of ${burst.deliveries}`,
      figure: `${lost} rows, ${flood.other} answers`,
      target: 'none',
      met: lost === 0 && flood.other === 0,
    },
    remark('  taken in', `${rounded(flood.done / flood.perSecond)} s, worst answer ${rounded(flood.worst)} ms`),
  ];
}

function latencyPlot({ ladder }: Outcome): Plot {
  const points = ladder.flatMap(({ rate, kind, answers }) =>
    (['p50', 'p99'] as const).map(name => ({ rate, ms: Math.max(answers[name], 0.1), of: `${kind}, ${name}` })),
  );
  return {
    name: 'intake-latency',
    title: 'Answer to a delivery, by deliveries a second',
    x: { field: 'rate', title: 'deliveries a second' },
    y: { field: 'ms', title: 'milliseconds' },
    series: 'of',
    points,
  };
}
