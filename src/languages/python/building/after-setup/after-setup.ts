// What happens once a Python job's setup has ended: later runs have no network, and must see changes of the source.
import { readFileSync } from 'node:fs';

const wheels = '/opt/nightwatch/wheels';
const pipCaches = ['/home/runner/.cache/pip', '/root/.cache/pip'];
/** Where environments are: the system's, those of tools, and those in the work tree or at home. */
const environments = ['/usr/lib', '/usr/local/lib', '/opt', '/root', '/home/runner'];

/** The wheels of setup are at hand. In a file and not in variables, because tox and nox hand on only some of those. */
const pipConfiguration = `[global]
no-index = true
find-links = ${wheels}
disable-pip-version-check = true
`;

export const afterSetup = `${python('collect_wheels.py', [wheels, ...pipCaches])}
${python('link_copies.py', ['"$1"', ...environments])}
cat > /etc/pip.conf <<'end'
${pipConfiguration}end
`;

function python(name: string, args: readonly string[]): string {
  const source = readFileSync(new URL(name, import.meta.url), 'utf8');
  return `python3 - ${args.join(' ')} <<'end'\n${source}end`;
}
