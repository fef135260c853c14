// Python text without what is only said: comments and docstrings, so that a word in them sets off no rule.

/** The code, line for line; comments and triple-quoted strings are blanked. */
export function codeOnly(source: string): string {
  const token = /("""|''')[\s\S]*?\1|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\n]*/g;
  return source.replace(token, found => {
    if (found.startsWith('#')) return '';
    if (found.startsWith('"""') || found.startsWith("'''")) return `""${found.replace(/[^\n]/g, '')}`;
    return found;
  });
}
