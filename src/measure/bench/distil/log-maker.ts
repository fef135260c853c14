// Makes a run's log as GitHub's runner and pytest write it: as long as asked for, the same for the same seed, one test failing.
import { type Random, randomFrom } from '../../random.ts';

export interface MadeStep {
  readonly number: number;
  readonly name: string;
  readonly log: string;
}

const seed = 20_261_123;
const start = Date.parse('2026-11-01T10:00:00Z');
/** The step whose command is the test suite. */
export const testStep = 4;

/** Steps of one job; all together about so many bytes. */
export function madeLog(bytes: number): MadeStep[] {
  const random = randomFrom(seed);
  const lines = [...opening, ...progress(random, bytes - failureBytes), ...failure];
  return [
    step(1, 'Set up job', ['Current runner version: 2.329.0', '##[group]Operating System', 'Ubuntu', '##[endgroup]']),
    step(2, 'Run actions/checkout@v4', [
      '##[group]Run actions/checkout@v4',
      'with:',
      '##[endgroup]',
      'Syncing repository',
    ]),
    step(3, 'Install', [
      '##[group]Run pip install -r requirements.txt',
      '\u001b[36;1mpip install -r requirements.txt\u001b[0m',
      'shell: /usr/bin/bash -e {0}',
      '##[endgroup]',
      'Successfully installed pytest-8.4.2',
    ]),
    step(testStep, 'Test', lines),
    step(5, 'Complete job', ['Cleaning up orphan processes']),
  ];
}

/** Only the lines of a long test run, about so many bytes. */
export function fillerLog(bytes: number): string {
  return timed(start + testStep * 60_000, [...progress(randomFrom(seed), bytes)]);
}

function step(number: number, name: string, lines: readonly string[]): MadeStep {
  return { number, name, log: timed(start + number * 60_000, lines) };
}

/** Ten lines per millisecond, as a fast suite prints them; GitHub's timestamps have seven digits. */
function timed(from: number, lines: readonly string[]): string {
  return lines
    .map((line, index) => {
      const at = new Date(from + index / 10).toISOString().slice(0, -1);
      return `${at}${String(index % 10)}000Z ${line}\n`;
    })
    .join('');
}

const opening = [
  '##[group]Run python -m pytest -v',
  '\u001b[36;1mpython -m pytest -v\u001b[0m',
  'shell: /usr/bin/bash -e {0}',
  'env:',
  '  pythonLocation: /opt/hostedtoolcache/Python/3.11.9/x64',
  '##[endgroup]',
  '============================= test session starts ==============================',
  'platform linux -- Python 3.11.9, pytest-8.4.2, pluggy-1.6.0 -- /opt/hostedtoolcache/Python/3.11.9/x64/bin/python',
  'rootdir: /home/runner/work/shop/shop',
  'collecting ... collected 48123 items',
  '',
];

const failure = [
  '',
  '=================================== FAILURES ===================================',
  '______________________________ test_unknown_user _______________________________',
  '',
  '    def test_unknown_user():',
  '>       assert send_notification("nobody") is False',
  '',
  'tests/test_users.py:9: ',
  '_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ ',
  '',
  '    def send_notification(user_id):',
  '        user = find_user(user_id)',
  '>       return deliver(user["email"])',
  "E       TypeError: 'NoneType' object is not subscriptable",
  '',
  'shop/users.py:21: TypeError',
  '=========================== short test summary info ============================',
  "FAILED tests/test_users.py::test_unknown_user - TypeError: 'NoneType' object is not subscriptable",
  '================= 1 failed, 48122 passed, 12 warnings in 312.07s ===============',
  '##[error]Process completed with exit code 1.',
];

const timestampBytes = 29;
const failureBytes = failure.reduce((sum, line) => sum + line.length + timestampBytes, 0);

function* progress(random: Random, bytes: number): Generator<string> {
  for (let left = bytes; left > 0; ) {
    const line = printed(random);
    left -= line.length + timestampBytes;
    yield line;
  }
}

const things = [
  'order',
  'refund',
  'customer',
  'invoice',
  'basket',
  'voucher',
  'address',
  'payment',
  'parcel',
  'letter',
];
const deeds = ['is_kept', 'can_be_found', 'comes_back', 'has_a_total', 'needs_a_name', 'is_sent_once', 'may_be_empty'];

/** Mostly results of tests; now and then what the code under test logs, with words that grep stops at and letters beyond ASCII. */
function printed(random: Random): string {
  const upTo = (most: number) => Math.floor(random.next() * most);
  const one = (words: readonly string[]) => words[upTo(words.length)];
  const kind = random.next();
  if (kind < 0.86) {
    const test = `tests/${one(things)}s/test_${one(things)}_of_${one(things)}.py::test_${one(things)}_${one(deeds)}`;
    return `${test}[${one(things)}-${upTo(99)}] PASSED ${' '.repeat(upTo(20))}[ ${upTo(99)}%]`;
  }
  if (kind < 0.95)
    return `INFO     shop.orders:orders.py:${upTo(400)} order ${upTo(1e9).toString(16)} took ${upTo(900)} ms`;
  if (kind < 0.99)
    return `DEBUG    shop.db:session.py:88 SELECT id, name FROM customers WHERE id = ${upTo(1e6)} LIMIT 1`;
  if (kind < 0.999) return `WARNING  shop.mail:mail.py:41 retrying after TimeoutError, attempt ${upTo(3)} of 3`;
  return `INFO     shop.mail:mail.py:57 delivered \u2714 to customer ${upTo(1e6)}`;
}
