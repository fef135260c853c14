// Whether changed files compile: only the repository's own Python can say.
import type { Program } from '../../../contract/rules.ts';

const refusal = 65;

/** File names travel in a file, never in a command line. */
export function syntaxCheck(list: string): Program {
  return { text: program(list), shell: 'python {0}', refusal };
}

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
sys.exit(${refusal} if broken else 0)
`;
