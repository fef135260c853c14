// Some packages read their version from git's tags when they are installed, and the sandbox has the tree only.
import type { Recipe } from '../../../incident/reproduction.ts';
import type { RecipeFacts } from '../../contract/building.ts';

/** By what a project's files name; https://setuptools-scm.readthedocs.io, hatch-vcs rests on it. */
const tools: readonly { named: RegExp; env: Readonly<Record<string, string>> }[] = [
  {
    named: /setuptools[-_]scm|hatch-vcs|setuptools-git-versioning/,
    env: { SETUPTOOLS_SCM_PRETEND_VERSION: '999.0.0' },
  },
  { named: /\bpbr\b/, env: { PBR_VERSION: '999.0.0' } },
  { named: /pdm[-.]backend|source\s*=\s*"scm"/, env: { PDM_BUILD_SCM_VERSION: '999.0.0' } },
  { named: /poetry-dynamic-versioning/, env: { POETRY_DYNAMIC_VERSIONING_BYPASS: '999.0.0' } },
];

/** High, because a minimum is asked for more often than a maximum. */
export function withPretendedVersion(recipe: Recipe, { texts }: RecipeFacts): Recipe {
  const files = [...texts].filter(([path]) => /(?:^|\/)(?:pyproject\.toml|setup\.(?:py|cfg))$/.test(path));
  const used = tools.filter(({ named }) => files.some(([, text]) => named.test(text)));
  if (used.length === 0) return recipe;
  const pretended = Object.assign({}, ...used.map(({ env }) => env));
  const note = 'The package takes its version from git, which the sandbox does not have: it is installed as 999.0.0.';
  return {
    ...recipe,
    setup: recipe.setup.map(script => ({ ...script, env: { ...pretended, ...script.env } })),
    test: { ...recipe.test, env: { ...pretended, ...recipe.test.env } },
    notes: [...recipe.notes, note],
  };
}
