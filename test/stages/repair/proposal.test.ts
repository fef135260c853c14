// One attempt at the HTTP border: how many requests reach the model, whatever makes an answer unusable, and what is counted.
import { afterEach, expect, test } from '@jest/globals';
import { geminiModel } from '../../../src/adapters/gemini/gemini.ts';
import { metered } from '../../../src/engine/metered.ts';
import { emptyLedger } from '../../../src/incident/ledger.ts';
import type { Tree } from '../../../src/ports.ts';
import { proposalFor } from '../../../src/stages/repair/proposal.ts';
import type { ScriptedAnswer } from '../../../src/standins/gemini/answer.ts';
import { type LocalGemini, startGemini } from '../../../src/standins/gemini/server.ts';
import { sampleEntries, sampleRun } from '../../contracts/store-entries.ts';
import { untouched } from '../../engine/stand-ins.ts';

const { incident } = sampleEntries(sampleRun()).guarded;
const text = 'def size():\n    return 1\n';
const tree: Tree = {
  hash: 'c'.repeat(40),
  commit: null,
  entries: async () => [{ path: 'shop.py', kind: 'file', bytes: text.length, hash: 'd'.repeat(40) }],
  read: async path => (path === 'shop.py' ? { path, text, executable: false } : null),
  with: async () => tree,
  diff: async () => '',
  archive: () => {
    throw new Error('Nothing is archived here.');
  },
  gitDirectory: () => null,
};

const block = (search: string, replace: string) =>
  `Because.\n\n\`\`\`\nshop.py\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n\`\`\`\n`;
const nonsense = { text: 'Hm.' };
const cutOff = { text: block('    return 1', '    return 2'), finishReason: 'MAX_TOKENS' as const };
const doesNotApply = { text: block('    return 7', '    return 8') };
const good = { text: block('    return 1', '    return 2') };

let gemini: LocalGemini | undefined;
afterEach(async () => {
  await gemini?.stop();
});

test.each([
  ['of nonsense', [nonsense, nonsense, nonsense, good], 'unusable-answer'],
  ['cut off', [cutOff, cutOff, cutOff, good], 'unusable-answer'],
  ['that do not apply', [doesNotApply, doesNotApply, doesNotApply, good], 'does-not-apply'],
  ['of every kind', [nonsense, cutOff, doesNotApply, good], 'does-not-apply'],
])('three answers %s end an attempt after exactly three requests', async (_, answers, gate) => {
  const { proposal, ledger } = await proposed(answers);
  expect(proposal).toMatchObject({ kind: 'refused', gate });
  expect(gemini?.questions).toHaveLength(3);
  expect(ledger.questions).toBe(3);
});

test('a third answer that applies is taken, and all three requests are counted', async () => {
  const { proposal, ledger } = await proposed([cutOff, doesNotApply, good]);
  expect(proposal).toMatchObject({ kind: 'edited', files: [{ path: 'shop.py' }] });
  expect(gemini?.questions).toHaveLength(3);
  expect(ledger.questions).toBe(3);
});

const show = (...places: string[]) => ({ text: places.map(place => `SHOW: ${place}\n`).join('') });

test('asking to see more is a request of the same attempt, counted, and no unusable answer', async () => {
  const answers = [show('shop.py:size'), nonsense, show('shop.py'), doesNotApply, good];
  const { proposal, ledger } = await proposed(answers);
  expect(proposal).toMatchObject({ kind: 'edited', files: [{ path: 'shop.py' }] });
  expect(ledger.questions).toBe(5);
  const prompts = gemini?.questions.map(({ prompt }) => prompt) ?? [];
  expect(prompts[0]).not.toContain('What you asked to see');
  expect(prompts[1]).toContain(
    '# What you asked to see (1 of 2)\n# Asked for. Its path:\n```\nshop.py\n```\nIts part:\n```\nsize\n```\nLines 1 to 3:\n```\ndef size():\n    return 1\n',
  );
  expect(prompts[1]).toContain('You may ask once more.');
  expect(prompts[3]).toContain(
    '# What you asked to see (2 of 2)\n# Asked for. Its path:\n```\nshop.py\n```\nIts text:\n',
  );
  expect(prompts[3]).toContain('You cannot ask again');
  // What does not change comes first, for the vendor's cache.
  const common = prompts[0]?.length ?? 0;
  for (const prompt of prompts) expect(prompt.slice(0, common)).toBe(prompts[0]);
});

test('asking a third time is an unusable answer, and three of these end the attempt', async () => {
  const { proposal, ledger } = await proposed(Array.from({ length: 9 }, () => show('shop.py')));
  expect(proposal).toMatchObject({
    kind: 'refused',
    gate: 'unusable-answer',
    reason: expect.stringContaining('2 times'),
  });
  expect(ledger.questions).toBe(5);
});

async function proposed(answers: readonly ScriptedAnswer[]) {
  gemini = await startGemini({ answers: ({ nth }) => answers[nth - 1] ?? nonsense });
  const model = geminiModel({
    apiKey: 'a-key-for-the-tests',
    model: 'gemini-3.8-flash',
    baseUrl: gemini.url,
    prices: { input: 2, output: 10 },
    timeoutSeconds: 20,
    mask: async masked => masked,
  });
  const meter = { ledger: emptyLedger, budget: 1 };
  const sandbox = { prepare: unused, open: unused };
  const ports = metered({ repository: untouched, clock: { now: () => new Date() }, model, sandbox }, meter);
  const scene = { incident, tree, paths: ['shop.py'], workDirectory: '/home/runner/work/shop/shop', context: '' };
  return { proposal: await proposalFor(scene, ports.model), ledger: meter.ledger };
}

async function unused(): Promise<never> {
  throw new Error('Nothing is run here.');
}
