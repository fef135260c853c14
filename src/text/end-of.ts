// The end of a long output, where pytest says what failed.

/** At most this many bytes of UTF-8 from the end, beginning with a whole line where there is one, and saying what is missing. */
export function endOf(output: string, bytes: number): string {
  const whole = Buffer.from(output);
  if (whole.length <= bytes) return output;
  const left = (kept: number) => `[… ${whole.length - kept} bytes left out]\n`;
  const room = bytes - Buffer.byteLength(left(0));
  const end = whole
    .subarray(whole.length - room)
    .toString()
    .replace(/^\uFFFD+/, '');
  const lines = end.slice(end.indexOf('\n') + 1) || end;
  return left(Buffer.byteLength(lines)) + lines;
}
