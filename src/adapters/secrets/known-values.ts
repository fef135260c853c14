// The forms in which one of our own secrets may appear: verbatim, with escaped newlines, and inside base64.

const SHORTEST = 8;

/** Every form with its value, longest first, so that a short form never breaks a longer one. */
export function formsOf(values: readonly string[]): { form: string; value: string }[] {
  return values
    .filter(value => value.length >= SHORTEST)
    .flatMap(value => [value, escaped(value), ...base64Forms(value)].map(form => ({ form, value })))
    .filter(({ form }) => form.length >= SHORTEST)
    .toSorted((a, b) => b.form.length - a.form.length);
}

/** A private key in JSON or an `.env` file is a single line. */
function escaped(value: string): string {
  return value.replaceAll('\n', '\\n');
}

/**
 * Base64 of the value alone and within a longer string (`x-access-token:<token>`): the characters depend on the number of
 * preceding bytes modulo three; characters that share bits with a neighbour are dropped.
 */
function base64Forms(value: string): string[] {
  const whole = Buffer.from(value).toString('base64');
  const within = [0, 1, 2].map(offset => {
    const encoded = Buffer.concat([Buffer.alloc(offset), Buffer.from(value)]).toString('base64');
    const bytes = offset + Buffer.byteLength(value);
    return encoded.slice(Math.ceil((offset * 8) / 6), Math.floor((bytes * 8) / 6));
  });
  return [whole, ...within].flatMap(form => [form, form.replaceAll('+', '-').replaceAll('/', '_')]);
}
