// Steps extend PATH for later steps by writing to $GITHUB_PATH. The sandbox emulates this with a file that every bash reads.
import type { Recipe, Script } from '../../incident/reproduction.ts';
import { runnerHome } from '../../incident/runner-places.ts';
import { ownStep } from './own-step.ts';

const file = `${runnerHome}/github-path`;
const profile = `${runnerHome}/github-path.sh`;

/** Unchanged if no script writes to it. `BASH_ENV` names a file that bash sources before each script. */
export function withGithubPath(recipe: Recipe): Recipe {
  if (!recipe.setup.some(({ text }) => /\bGITHUB_PATH\b/.test(text))) return recipe;
  const aware = (script: Script): Script => ({
    ...script,
    env: { ...script.env, GITHUB_PATH: file, BASH_ENV: profile },
  });
  const reading = `while IFS= read -r folder; do case ":$PATH:" in *":$folder:"*) ;; *) PATH="$folder:$PATH" ;; esac; done < ${file}`;
  const text = `: > ${file}\necho '${reading}; export PATH' > ${profile}\nchmod 644 ${file} ${profile}`;
  return { ...recipe, setup: [ownStep(text), ...recipe.setup.map(aware)], test: aware(recipe.test) };
}
