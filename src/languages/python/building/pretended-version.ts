// Some packages read their version from git tags at install time, and the sandbox has no git history.
import type { Recipe } from '../../../incident/reproduction.ts';
import type { RecipeFacts } from '../../contract/building.ts';

/** By the tool that a project's files name; https://setuptools-scm.readthedocs.io, which hatch-vcs uses. */
const tools: readonly { named: RegExp; env: Readonly<Record<string, string>> }[] = [
  {
    named: /setuptools[-_]scm|hatch-vcs|setuptools-git-versioning/,
    env: { SETUPTOOLS_SCM_PRETEND_VERSION: '999.0.0' },
  },
  { named: /\bpbr\b/, env: { PBR_VERSION: '999.0.0' } },
  { named: /pdm[-.]backend|source\s*=\s*"scm"/, env: { PDM_BUILD_SCM_VERSION: '999.0.0' } },
  { named: /poetry-dynamic-versioning/, env: { POETRY_DYNAMIC_VERSIONING_BYPASS: '999.0.0' } },
];

/** High, because dependents require a minimum more often than a maximum. */
export function withPretendedVersion(recipe: Recipe, { texts }: RecipeFacts): Recipe {
  const files = [...texts].filter(([path]) => /(?:^|\/)(?:pyproject\.toml|setup\.(?:py|cfg))$/.test(path));
  const used = tools.filter(({ named }) => files.some(([, text]) => named.test(text)));
  if (used.length === 0) return recipe;
  const pretended = Object.assign({}, ...used.map(({ env }) => env));
  const note = 'The package reads its version from git history, which the sandbox lacks; it is installed as 999.0.0.';
  return {
    ...recipe,
    setup: recipe.setup.map(script => ({ ...script, env: { ...pretended, ...script.env } })),
    test: { ...recipe.test, env: { ...pretended, ...recipe.test.env } },
    notes: [...recipe.notes, note],
  };
}
