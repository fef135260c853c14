// Tells a change of words (comments, docstrings, layout) from a change of code: Python's own syntax trees decide.
import { randomBytes } from 'node:crypto';
import type { Script } from '../../../incident/reproduction.ts';
import type { Workspace } from '../../../ports.ts';

/** Two texts of one file. */
export type Texts = readonly [path: string, before: string, after: string];

/** Ours alone, so that a machine without `python` says nothing. */
const same = 65;

const program = (list: string) => `import ast, json, sys
def code(source):
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(getattr(first.value, "value", None), str):
                del node.body[0]
    return ast.dump(tree)
with open(${JSON.stringify(list)}, encoding="utf-8") as file:
    pairs = json.load(file)
try:
    sys.exit(${same} if all(code(before) == code(after) for before, after in pairs) else 0)
except (SyntaxError, ValueError):
    pass
`;

/** False when in doubt: where a text does not parse, or no Python is there to read it. */
export async function areWordsOnly(texts: readonly Texts[], workspace: Workspace, test: Script): Promise<boolean> {
  if (texts.some(([path]) => !path.endsWith('.py'))) return false;
  const list = `/tmp/nightwatch-${randomBytes(8).toString('hex')}.json`;
  await workspace.write(list, JSON.stringify(texts.map(([, before, after]) => [before, after])));
  const command = { text: program(list), shell: 'python {0}', directory: '.', env: test.env, seconds: 60 };
  return (await workspace.run(command)).exitCode === same;
}
