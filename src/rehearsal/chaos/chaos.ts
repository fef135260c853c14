// `npm run chaos [-- --kills 200 --seed 1]`: Nightwatch killed again and again, and what came of it. README.md says how.
import { parseArgs } from 'node:util';
import { prepareHost } from '../host/prepare-host.ts';
import { isWell, play } from './play.ts';
import { roundText, tableText } from './table.ts';

try {
  await chaos();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}

async function chaos(): Promise<void> {
  const wish = wishes();
  await prepareHost(line => console.log(line));
  console.log(`At least ${wish.kills} kills, seed ${wish.seed}. Round 0 is without.`);
  let number = 0;
  const played = await play(wish, round => console.log(roundText(round, number++)));
  console.log(`\n${tableText(played)}`);
  if (![played.undisturbed, ...played.rounds].every(isWell)) process.exitCode = 1;
}

function wishes(): { kills: number; seed: number } {
  const { values } = parseArgs({ options: { kills: { type: 'string' }, seed: { type: 'string' } } });
  const kills = Number(values.kills ?? 200);
  const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
  if (!Number.isInteger(kills) || kills < 1 || !Number.isInteger(seed))
    throw new Error('Usage: npm run chaos [-- --kills <number> --seed <number>]');
  return { kills, seed };
}
