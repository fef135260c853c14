// `npm run chaos [-- --kills 200 --seed 1]`: kills Nightwatch again and again and checks what it recovers to. See README.md.
import { parseArgs } from 'node:util';
import { prepareHost } from '../../standins/host/prepare-host.ts';
import { randomFrom } from '../random.ts';
import { faultSchedule } from './fault-schedule.ts';
import { checkedRound, passed, runChaos } from './run-chaos.ts';
import { roundText, tableText } from './table.ts';

// A signal alone would leave Nightwatch running; an exit handler ends it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

try {
  await chaos();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}

async function chaos(): Promise<void> {
  const options = readOptions();
  await prepareHost(line => console.log(line));
  console.log(`One round without kills, then at least ${options.kills} kills (seed ${options.seed}).`);
  const baseline = await checkedRound(faultSchedule(randomFrom(options.seed), 0));
  console.log(roundText(baseline, 0));
  let number = 0;
  const result = await runChaos(options, round => console.log(roundText(round, ++number)));
  console.log(`\n${tableText(result)}`);
  if (![baseline, ...result.rounds].every(passed)) process.exitCode = 1;
}

function readOptions(): { kills: number; seed: number } {
  const { values } = parseArgs({ options: { kills: { type: 'string' }, seed: { type: 'string' } } });
  const kills = Number(values.kills ?? 200);
  const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
  if (!Number.isInteger(kills) || kills < 1 || !Number.isInteger(seed))
    throw new Error('Usage: npm run chaos [-- --kills <number> --seed <number>]');
  return { kills, seed };
}
