// `npm run chaos [-- --kills 200 --seed 1]`: Nightwatch killed again and again, and what came of it. README.md says how.
import { parseArgs } from 'node:util';
import { prepareHost } from '../../standins/host/prepare-host.ts';
import { fate } from './fault-schedule.ts';
import { isWell, play, playedRound } from './play.ts';
import { randomFrom } from './random.ts';
import { roundText, tableText } from './table.ts';

// An exit, unlike the signal itself, takes Nightwatch along.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

try {
  await chaos();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}

async function chaos(): Promise<void> {
  const wish = wishes();
  await prepareHost(line => console.log(line));
  console.log(`Round 0 without a kill, then at least ${wish.kills} kills, seed ${wish.seed}.`);
  const undisturbed = await playedRound(fate(randomFrom(wish.seed), 0));
  console.log(roundText(undisturbed, 0));
  let number = 0;
  const played = await play(wish, round => console.log(roundText(round, ++number)));
  console.log(`\n${tableText(played)}`);
  if (![undisturbed, ...played.rounds].every(isWell)) process.exitCode = 1;
}

function wishes(): { kills: number; seed: number } {
  const { values } = parseArgs({ options: { kills: { type: 'string' }, seed: { type: 'string' } } });
  const kills = Number(values.kills ?? 200);
  const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
  if (!Number.isInteger(kills) || kills < 1 || !Number.isInteger(seed))
    throw new Error('Usage: npm run chaos [-- --kills <number> --seed <number>]');
  return { kills, seed };
}
