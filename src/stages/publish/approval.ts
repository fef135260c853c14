// A patch that newly does what only a person can approve: why it waits, and what its draft says before everything else.
import { type Capability, capabilitySentence } from '../../incident/capability.ts';
import type { Patch } from '../../incident/patch.ts';
import { inlineCode, prose } from '../../text/markdown.ts';

export function isUnapproved({ capabilities, approval }: Patch): boolean {
  return capabilities.length > 0 && approval === undefined;
}

/** Why it waits. */
export function newlyDone(capabilities: readonly Capability[]): string {
  return capabilities.map(capabilitySentence).join(' ');
}

/** Nothing for a patch without a new capability. */
export function approvalText({ capabilities, approval }: Patch): string[] {
  if (capabilities.length === 0) return [];
  const by = approval ? ` ${inlineCode(approval.login)} approved opening it on ${approval.at.slice(0, 10)}.` : '';
  return [
    '## New capability',
    capabilities.map(listed).join('\n'),
    `This is a draft for that reason: the tests passed with code that can do this, so read the change before you trust the proof.${by}`,
  ];
}

function listed({ file, line, words, name }: Capability): string {
  return `- ${inlineCode(`${file}:${line}`)} ${prose(words)}, which the file did not do before (${inlineCode(name)}).`;
}
