// GitHub's runner has tools that the slim image lacks: installs those that the scripts call.
import type { Recipe, Script } from '../../../incident/reproduction.ts';

const tools = ['make', 'git', 'curl', 'wget', 'gcc', 'g++'];

export function withTools(recipe: Recipe): Recipe {
  const scripts = [...recipe.setup, recipe.test];
  const called = tools.filter(tool => scripts.some(({ text }) => calls(text, tool)));
  const usesApt = recipe.setup.some(({ text }) => calls(text, 'apt-get') || calls(text, 'apt'));
  if (called.length === 0 && !usesApt) return recipe;
  return { ...recipe, setup: [preparation(called, usesApt), ...recipe.setup] };
}

function calls(text: string, tool: string): boolean {
  const name = tool.replaceAll('+', '\\+');
  return new RegExp(`(?:^|[;&|(]\\s*|\\s&&\\s)${name}\\s`, 'm').test(text) || (tool === 'git' && text.includes('git+'));
}

/** The slim image has no package lists either, which `apt-get install` needs. */
function preparation(called: readonly string[], usesApt: boolean): Script {
  const missing = called.map(tool => `command -v ${tool} >/dev/null`).join(' && ');
  const install = called.length === 0 ? '' : ` && apt-get install --yes --no-install-recommends ${called.join(' ')}`;
  const text =
    usesApt || missing === '' ? `apt-get update${install}` : `{ ${missing}; } || { apt-get update${install}; }`;
  return { text, shell: 'bash -e {0}', directory: '.', env: { DEBIAN_FRONTEND: 'noninteractive' } };
}
