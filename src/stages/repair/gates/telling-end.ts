// The end of a run's output: where runners put failures and summary.

const mostBytes = 8 * 1024;

/** At most 8 KiB of UTF-8, from the start of a line. */
export function tellingEnd(output: string): string {
  const bytes = Buffer.from(output);
  if (bytes.length <= mostBytes) return output;
  const cut = bytes.subarray(bytes.length - mostBytes).toString();
  const line = cut.indexOf('\n');
  // A cut inside a character leaves a replacement character, which goes with the broken first line.
  return line < 0 ? cut.replace(/^\uFFFD+/, '') : cut.slice(line + 1);
}
