// Where a job in a container finds its home and its repository: as GitHub's runner mounts them.
import type { Script } from '../../incident/reproduction.ts';
import { runnerHome, workFolder } from '../../incident/runner-places.ts';
import { ownStep } from './own-step.ts';

const home = '/github/home';
const workspaces = '/__w';

/** Lets scripts that name those places find the sandbox's own. */
export function containerPlaces(scripts: readonly Script[], repo: string): readonly Script[] {
  const isNamed = (place: string) => scripts.some(({ text }) => text.includes(place));
  const links = [
    ...(isNamed(home) ? [`mkdir -p /github\nln -sfn ${runnerHome} ${home}`] : []),
    ...(isNamed(workspaces) ? [`mkdir -p ${workspaces}\nln -sfn ${workFolder}/${repo} ${workspaces}/${repo}`] : []),
  ];
  return links.map(text => ownStep(text, { shell: 'sh -e {0}' }));
}
