// GitHub's filter patterns for branches and paths (docs: "Workflow syntax", "Filter pattern cheat sheet"). Pure.

/** Later patterns win; `!` takes back what earlier ones matched. */
export function compilePatterns(patterns: string[]): (name: string) => boolean {
  const rules = patterns.map(pattern => ({
    includes: !pattern.startsWith('!'),
    expression: new RegExp(`^${expressionSource(pattern.replace(/^!/, ''))}$`),
  }));
  return name => rules.reduce((isMatch, rule) => (rule.expression.test(name) ? rule.includes : isMatch), false);
}

/** `?`, `+` and `[…]` mean what they mean in a regular expression; the stars do not. */
function expressionSource(pattern: string): string {
  return pattern.replace(/\*\*\/|\*\*|\*|\[[^\]]*\]|[?+]|[^*?+[]/g, token => {
    if (token === '**/') return '(?:.*/)?';
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    if (token === '?' || token === '+' || token.startsWith('[')) return token;
    return token.replace(/[.*^${}()|\]\\]/, '\\$&');
  });
}
