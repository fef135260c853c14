// The receipt of a proven repair: what it says, that it hides no secret, and that GitHub and its neighbours leave it as it is.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { secretMasker } from '../../../src/adapters/secrets/mask.ts';
import type { Repaired } from '../../../src/incident/incident.ts';
import { canonicalText, sha256 } from '../../../src/incident/receipt/hashes.ts';
import { listed } from '../../../src/incident/receipt/listed.ts';
import type { Receipt } from '../../../src/incident/receipt/receipt.ts';
import { commitMessage, pullRequestBody } from '../../../src/stages/publish/body.ts';
import { maybeReceipt } from '../../../src/stages/publish/receipt.ts';
import { jsonBlock, jsonBlocks } from '../../../src/text/json-block.ts';
import { sampleReceipt, sampleRepaired } from './sample-receipt.ts';

const masked = secretMasker();

describe('a receipt', () => {
  test('names what was proven, with what, and by what', async () => {
    const incident = sampleRepaired();
    const { document } = await sampleReceipt(incident);
    expect(document).toMatchObject({
      version: 1,
      incident: incident.id,
      trees: { before: incident.patch.proof.treeBefore, after: incident.patch.proof.treeAfter },
      guard: { testId: incident.guard.testId, sha256: sha256(incident.guard.source) },
      exchanges: incident.ledger.exchanges,
      environment: incident.reproduction.environment,
      runs: incident.patch.proof.runs,
    });
    expect(JSON.stringify(document)).not.toContain('installationId');
  });

  test('is the same for the same facts, whatever their order', async () => {
    const incident = sampleRepaired();
    const turned = Object.fromEntries(Object.entries(incident).reverse()) as unknown as Repaired;
    expect(await sampleReceipt(turned)).toEqual(await sampleReceipt(incident));
  });

  test('is not made of a proof that was stored before there were any', async () => {
    const { patch, ...rest } = sampleRepaired();
    const old = { ...rest, patch: { ...patch, proof: { ...patch.proof, runs: [] } } };
    expect(await maybeReceipt(old, masked)).toBeNull();
  });

  test('has no secret of the recipe, and its digest is that of what is shown', async () => {
    const secret = 'kX9fQ2mZ7rTn4WbLs8Yd';
    const { document, sha256: digest } = await sampleReceipt(withEnvironment({ DATABASE_PASSWORD: secret }));
    expect(JSON.stringify(document)).not.toContain(secret);
    expect(document.recipe.test.env).toEqual({ DATABASE_PASSWORD: '<SECRET:1>' });
    expect(digest).toBe(sha256(canonicalText(document)));
  });

  test('leaves out what a pull request has no room for, but not its digest', () => {
    const names = Array.from({ length: 5_000 }, (_, at) => `tests/test_many.py::test_${at}`);
    const list = listed(names);
    expect(list.count).toBe(5_000);
    expect(list.first.length).toBeLessThanOrEqual(25);
    expect(list).toEqual(listed(names.toReversed()));
    expect(list.sha256).not.toBe(listed(names.slice(1)).sha256);
  });
});

describe('in the pull request and the commit', () => {
  test('the receipt is found again as it was, after masking and with the line ends of a form', async () => {
    const receipt = await sampleReceipt();
    const shown = await masked(pullRequestBody(withReceipt(receipt)));
    expect(jsonBlocks(shown.replaceAll('\n', '\r\n')).at(-1)).toEqual(receipt);
  });

  test('the commit names the receipt', async () => {
    const receipt = await sampleReceipt();
    const message = await masked(commitMessage(withReceipt(receipt)));
    expect(message).toMatch(new RegExp(`\nNightwatch-Receipt: ${receipt.sha256}\n$`));
  });

  test('the receipt has its place however long the rest is', async () => {
    const receipt = await sampleReceipt();
    const { patch, ...rest } = withReceipt(receipt);
    const body = pullRequestBody({ ...rest, patch: { ...patch, diff: `${'+x = 1\n'.repeat(20_000)}` } });
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(jsonBlocks(body).at(-1)).toEqual(receipt);
  });
});

describe('a block of JSON', () => {
  test.each(['[skip ci]', 'fixes #1', 'Co-authored-by: a', '```', '\u202e', 'closes https://github.com/a/b/issues/1'])(
    'does not say %s to anyone, and still holds it',
    text => {
      const block = jsonBlock({ text });
      expect(block.slice(3, -3)).not.toContain(text);
      expect(jsonBlocks(`before\n${block}\nafter`)).toEqual([{ text }]);
    },
  );

  test('holds any value', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), text => {
        const value = JSON.parse(text);
        expect(jsonBlocks(jsonBlock(value))).toEqual([value]);
      }),
    );
  });
});

function withReceipt(receipt: Receipt): Repaired {
  const { patch, ...rest } = sampleRepaired();
  return { ...rest, patch: { ...patch, receipt } };
}

function withEnvironment(env: Record<string, string>): Repaired {
  const { reproduction, ...rest } = sampleRepaired();
  const { recipe } = reproduction;
  return { ...rest, reproduction: { ...reproduction, recipe: { ...recipe, test: { ...recipe.test, env } } } };
}
