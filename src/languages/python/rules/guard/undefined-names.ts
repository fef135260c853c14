// Undefined names in a candidate: a test that is red for the right reason today may still break by itself once the code is repaired.
import type { Program } from '../../../contract/rules.ts';
import { fromSyntax, nodesOf } from '../../../syntax.ts';

const refusal = 65;

/** Null where a star import may define any name. */
export function undefinedNames(source: string, file: string): Program | null {
  if (fromSyntax('python', source, root => nodesOf(root, 'wildcard_import').length > 0) ?? true) return null;
  return { text: program(file), shell: 'python {0}', refusal };
}

/**
 * Python's own symbol tables: a name that is read as a global, and is neither bound in the file nor built in. A name whose
 * absence the test catches (`try: … except NameError: …`) may be undefined.
 */
const program = (file: string) => `import ast, builtins, symtable, sys
with open(${JSON.stringify(file)}, encoding="utf-8") as text:
    source = text.read()
module = symtable.symtable(source, "candidate", "exec")
tables = [module]
for table in tables:
    tables.extend(table.get_children())
bound = {"__file__", "__name__", "__doc__", "__package__", "__spec__"}
for table in tables:
    for symbol in table.get_symbols():
        if (table is module or symbol.is_declared_global()) and (symbol.is_assigned() or symbol.is_imported()):
            bound.add(symbol.get_name())
free = {
    symbol.get_name()
    for table in tables
    for symbol in table.get_symbols()
    if symbol.is_referenced() and (symbol.is_global() or table is module)
}
caught = set()
for node in ast.walk(ast.parse(source)):
    if isinstance(node, ast.Try) and any("'NameError'" in ast.dump(one.type) for one in node.handlers if one.type):
        caught.update(name.id for part in node.body for name in ast.walk(part) if isinstance(name, ast.Name))
missing = sorted(name for name in free - bound - caught if not hasattr(builtins, name))
if missing:
    print(", ".join(missing))
    sys.exit(${refusal})
`;
