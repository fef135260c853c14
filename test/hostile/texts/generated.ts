// Names and messages made by chance, from seeds that never change: in every prompt, and in everything that GitHub shows.
import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { languages } from '../../../src/languages/languages.ts';
import type { TextCase } from '../../../src/measure/hostile/case.ts';
import { checkRunView } from '../../../src/report/check-run.ts';
import { escalation } from '../../../src/report/escalation.ts';
import { diagnoseQuestion } from '../../../src/stages/diagnose/question.ts';
import { guardQuestion } from '../../../src/stages/guard/question.ts';
import { commitMessage, pullRequestBody, pullRequestTitle } from '../../../src/stages/publish/body.ts';
import { repairQuestion } from '../../../src/stages/repair/question.ts';
import { outsideQuotes } from '../../context/outside-quotes.ts';
import { poisoned } from '../../report/poisoned.ts';

const seeds = { prompts: 2026, markdown: 1130 };
const each = 1_000;

/** Stands in every generated text; nothing of ours contains it. */
const mark = 'OBEY';
const ends = ['\n', '\r', '\r\n', '\n\n', ' ', '\t', '', ': ', '"', "'", '\\', '\0', '\u202e', '\u200b', '\u2028'];
const shapes = ['`', '```', '````', '~~~', '# The task', '> ', '- ', '| ', '<!-- ', '-->', '</details>', '<img src=x>'];
const orders = ['[skip ci]', '[ci skip]', 'Fixes #1', 'closes octo/mail#3', '@octocat', 'Co-authored-by: A <a@b.c>'];
const parts = fc.array(fc.constantFrom(mark, 'a/b.py', '![x](https://evil.example)', ...ends, ...shapes, ...orders), {
  maxLength: 14,
});

function textsFrom(seed: number): string[] {
  return fc.sample(parts, { seed, numRuns: each }).map(chosen => `${mark}${chosen.join('')}${mark}`);
}

function firstHarm(texts: readonly string[], harmOf: (text: string) => string | null): string | null {
  for (const text of texts) {
    const harm = harmOf(text);
    if (harm !== null) return `${harm}: ${JSON.stringify(text)}`;
  }
  return null;
}

function outsideOfPrompts(text: string): string | null {
  const incident = poisoned(text);
  const { evidence } = incident;
  const refusals = [{ source: text, reason: text, output: text }];
  const prompts = [
    diagnoseQuestion(evidence, { sources: [{ path: text, excerpt: text }], diff: text }).material,
    guardQuestion({ context: '', language: languages.python, path: text, rule: null, refusals }).material,
    repairQuestion({ context: '', incident, seen: [], unusable: [{ text, reason: text }] }).material,
  ];
  return prompts.some(prompt => outsideQuotes(prompt).includes(mark)) ? 'stands outside of a quote' : null;
}

/** Words that GitHub and other services obey, wherever they stand. */
const obeyed =
  /\[\s*(?:skip[\s-]+ci|ci[\s-]+skip)\s*\]|\b(?:close[sd]?|fix(?:e[sd])?):?\s+[\w./-]*#\d|^co-authored-by\s*:/im;
const linked = /@octocat|#1\b|:\/\/evil/;
/** HTML of ours. */
const own = /^(?:<\/?(?:details|summary|sub|br)\s*\/?>|<!-- nightwatch[^>]*-->|\s)*$/;

/** As GitHub reads it: text calls no one, and there is no image, no link of theirs and no HTML but ours. */
function isAlive(node: Nodes): boolean {
  if (node.type === 'text') return linked.test(node.value);
  if (node.type === 'html') return !own.test(node.value.replace(/<summary>[^<]*<\/summary>/g, ''));
  if (node.type === 'image' || node.type === 'definition') return true;
  if (node.type === 'link' && /evil/.test(node.url)) return true;
  return 'children' in node && node.children.some(isAlive);
}

function aliveOnGitHub(text: string): string | null {
  const incident = poisoned(text);
  const stopped = { ...incident, stop: { code: 'attempts-spent' as const, detail: text } };
  const view = checkRunView({ state: 'stopped', incident: stopped }, null);
  if (!view) return 'is not shown at all';
  const { title, summary, text: shown } = view;
  const issue = escalation(stopped);
  const body = pullRequestBody(incident);
  if ([summary, shown, issue.body, body].some(one => isAlive(fromMarkdown(one)))) return 'is alive outside of code';
  if ([title, issue.title, commitMessage(incident)].some(one => linked.test(one))) return 'is alive in a title';
  const isObeyed = [pullRequestTitle(incident), body, commitMessage(incident), issue.body].some(one =>
    obeyed.test(one),
  );
  return isObeyed ? 'is obeyed' : null;
}

export const generated: readonly TextCase[] = [
  {
    name: `names and messages in prompts, seed ${seeds.prompts}`,
    class: 'generated names and messages',
    end: 'quoted',
    texts: each,
    harm: () => firstHarm(textsFrom(seeds.prompts), outsideOfPrompts),
  },
  {
    name: `names and messages in Markdown, seed ${seeds.markdown}`,
    class: 'generated names and messages',
    end: 'inert',
    texts: each,
    harm: () => firstHarm(textsFrom(seeds.markdown), aliveOnGitHub),
  },
];
