// The syntax gate: the repository's own Python reads the changed files, before any test is started.
import { randomBytes } from 'node:crypto';
import type { Script } from '../../../incident/reproduction.ts';
import type { Workspace } from '../../../ports.ts';
import { tellingEnd } from '../gates/telling-end.ts';
import type { Refused } from '../gates/verdict.ts';

/** Ours alone, so that a machine without `python` is not taken for a syntax error: the tests will tell about that. */
const syntaxError = 65;

/** File names travel in a file, never in a command line; nothing is written to the work tree. */
const program = (list: string) => `import json, sys, traceback
broken = False
with open(${JSON.stringify(list)}, encoding="utf-8") as names:
    paths = json.load(names)
for path in paths:
    with open(path, "rb") as file:
        source = file.read()
    try:
        compile(source, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        print("".join(traceback.format_exception_only(type(error), error)))
        broken = True
sys.exit(${syntaxError} if broken else 0)
`;

/** Null when every changed Python file compiles. */
export async function compileRefusal(
  workspace: Workspace,
  changed: readonly string[],
  test: Script,
): Promise<Refused | null> {
  const files = changed.filter(path => path.endsWith('.py'));
  if (files.length === 0) return null;
  const list = `/tmp/nightwatch-${randomBytes(8).toString('hex')}.json`;
  await workspace.write(list, JSON.stringify(files));
  const command = { text: program(list), shell: 'python {0}', directory: '.', env: test.env, seconds: 60 };
  const finished = await workspace.run(command);
  if (finished.exitCode !== syntaxError) return null;
  const reason = 'The changed code does not compile.';
  return { kind: 'refused', gate: 'does-not-compile', reason, output: tellingEnd(finished.output) };
}
