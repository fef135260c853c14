// GitHub's runner has tools that a language's image lacks: installs those that the scripts call.
import type { Script } from '../incident/reproduction.ts';

const tools = ['make', 'git', 'curl', 'wget', 'gcc', 'g++'] as const;
export type Tool = (typeof tools)[number];

/** The steps to run before the job's own; none when nothing is missing. `needed` are tools that are called behind the scenes. */
export function runnerTools(scripts: readonly Script[], needed: readonly Tool[]): readonly Script[] {
  const called = tools.filter(tool => needed.includes(tool) || scripts.some(({ text }) => calls(text, tool)));
  const usesApt = scripts.some(({ text }) => calls(text, 'apt-get') || calls(text, 'apt'));
  return called.length === 0 && !usesApt ? [] : [preparation(called, usesApt)];
}

/** As a command, also behind `sudo`. */
export function calls(text: string, tool: string): boolean {
  const name = tool.replaceAll('+', '\\+');
  const isCalled = new RegExp(`(?:^|[;&|(])\\s*(?:sudo\\s+(?:-\\S+\\s+)*)?${name}\\s`, 'm').test(text);
  return isCalled || (tool === 'git' && text.includes('git+'));
}

/** A slim image has no package lists either, which `apt-get install` needs. GitHub's runner answers apt's questions with yes. */
function preparation(called: readonly string[], usesApt: boolean): Script {
  const missing = called.map(tool => `command -v ${tool} >/dev/null`).join(' && ');
  const install = called.length === 0 ? '' : ` && apt-get install --yes --no-install-recommends ${called.join(' ')}`;
  const text =
    usesApt || missing === '' ? `apt-get update${install}` : `{ ${missing}; } || { apt-get update${install}; }`;
  return { text, shell: 'bash -e {0}', directory: '.', env: { DEBIAN_FRONTEND: 'noninteractive' } };
}
