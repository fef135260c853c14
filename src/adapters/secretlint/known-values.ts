// The forms in which a value of ours may turn up: as it is, on one line, and inside base64.

const SHORTEST = 8;

/** Each form beside the value it stands for, the longest first, so that no form spoils a longer one. */
export function formsOf(values: readonly string[]): { form: string; value: string }[] {
  return values
    .filter(value => value.length >= SHORTEST)
    .flatMap(value => [value, escaped(value), ...base64Forms(value)].map(form => ({ form, value })))
    .filter(({ form }) => form.length >= SHORTEST)
    .toSorted((a, b) => b.form.length - a.form.length);
}

/** A private key in JSON or an `.env` file stands on one line. */
function escaped(value: string): string {
  return value.replaceAll('\n', '\\n');
}

/**
 * Base64 of the value alone and within something longer (`x-access-token:<token>`): the letters depend on how many bytes
 * stand before, modulo three; those that share bits with a neighbour are left out.
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
