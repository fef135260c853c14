// The words of a simple command, as a shell would part them.

/** Without quotes; expansions are left as they stand. */
export function words(text: string): readonly string[] {
  const found = text.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  return found.map(word => word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}
