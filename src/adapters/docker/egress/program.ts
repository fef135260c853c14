// The program of the egress proxy. It is in Python because the image is: one that nearly every engine here has already. Never the
// job's own image, which a branch can name, and which would learn the credentials of the host's proxy.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const proxyImage = 'python:3.11-slim';

/** Each module by its name and text; the last one is the program. */
const loader = `import sys, types
count = int(sys.argv[1])
given, sys.argv[1:] = sys.argv[2 : 2 + 2 * count], sys.argv[2 + 2 * count :]
for name, text in zip(given[::2], given[1::2]):
    sys.modules[name] = types.ModuleType(name)
    exec(compile(text, name, "exec"), sys.modules[name].__dict__)
`;

/** Words that run the proxy; it takes the path of a Unix socket. */
export const proxyWords = wordsOf('policy', 'connecting', 'greeting', 'proxy');

/** Words that run what hands the proxy its socket; it takes that path and a port. */
export const listenerWords = wordsOf('listener');

/** The container's files are read-only, so modules come as arguments; the last one is the program. */
function wordsOf(...modules: readonly string[]): readonly string[] {
  const texts = modules.flatMap(name => [name, readFileSync(join(import.meta.dirname, `${name}.py`), 'utf8')]);
  return ['python3', '-I', '-c', loader, String(modules.length), ...texts];
}
