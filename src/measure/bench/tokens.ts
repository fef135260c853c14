// The row "input tokens": read from what `npm run evaluate` kept, since only real cases have prompts of real size.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { median } from '../median.ts';
import { below, type Measured, type Plot, type RowContext, remark } from './figure.ts';

/** As far as it is read here; the rest of a result is no matter. */
const Evaluation = z.object({
  at: z.string(),
  folder: z.string(),
  results: z.array(
    z.object({
      name: z.string(),
      verdict: z.string(),
      /** Characters / 4 of every prompt, by question. */
      tokens: z.record(z.string(), z.array(z.number())),
    }),
  ),
});
export type Evaluation = z.infer<typeof Evaluation>;

const target = 25_000;
const what = 'input tokens of an incident, median';

/** `file` is one that the evaluation kept; null when there is none. Throws when it cannot be read. */
export async function tokensRow(file: string | null, { tell }: RowContext): Promise<Measured> {
  if (file === null) return notMeasured;
  tell(`reading ${file}`);
  return measuredTokens(Evaluation.parse(JSON.parse(await readFile(file, 'utf8'))));
}

/** Cases that came to the line and asked something. */
export function measuredTokens({ at, folder, results }: Evaluation): Measured {
  const incidents = results
    .filter(({ verdict }) => verdict !== 'invalid' && verdict !== 'broken')
    .map(({ name, tokens }) => ({
      name,
      tokens: Object.values(tokens)
        .flat()
        .reduce((sum, each) => sum + each, 0),
    }))
    .filter(({ tokens }) => tokens > 0);
  const middle = median(incidents.map(({ tokens }) => tokens));
  if (middle === null) return notMeasured;
  const largest = Math.max(...incidents.map(({ tokens }) => tokens));
  return {
    figures: [
      below(what, middle, { target, unit: '' }),
      remark('  of', `${incidents.length} incidents of ${folder}, ${at}; at most ${largest}`),
    ],
    plots: [plotOf(incidents.map(({ tokens }) => tokens))],
    raw: { at, folder, incidents },
  };
}

const notMeasured: Measured = {
  figures: [{ what, figure: 'not measured: npm run evaluate -- <folder of cases>', target: `< ${target}`, met: null }],
  plots: [],
  raw: null,
};

function plotOf(tokens: readonly number[]): Plot {
  const sorted = tokens.toSorted((a, b) => a - b);
  return {
    name: 'tokens',
    title: 'Input tokens of an incident, from the smallest to the largest',
    x: { field: 'incident', title: 'incidents with at most so many' },
    y: { field: 'tokens', title: 'characters / 4 of all prompts' },
    series: 'of',
    points: sorted.map((each, index) => ({ incident: index + 1, tokens: each, of: 'incidents' })),
  };
}
