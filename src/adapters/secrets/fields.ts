// The texts of a plain value, each masked with the name of its field before it.

/** The value with the same fields; a value without secrets is returned as it is. */
export function maskedFields(value: unknown, mask: (text: string) => string): unknown {
  if (typeof value === 'string') return mask(value);
  if (Array.isArray(value)) {
    const items = value.map(item => maskedFields(item, mask));
    return items.some((item, at) => item !== value[at]) ? items : value;
  }
  if (!isPlain(value)) return value;
  const fields = Object.entries(value).map(
    ([name, field]) =>
      [name, typeof field === 'string' ? maskedField(name, field, mask) : maskedFields(field, mask)] as const,
  );
  return fields.some(([name, field]) => field !== value[name]) ? Object.fromEntries(fields) : value;
}

/** Longer ones are texts of their own, whatever they are called. */
const longestSetting = 512;

function maskedField(name: string, value: string, mask: (text: string) => string): string {
  const alone = mask(value);
  if (value.length > longestSetting || value.includes('\n')) return alone;
  const start = `${name}=`;
  const setting = mask(`${start}${alone}`);
  return setting.startsWith(start) ? setting.slice(start.length) : alone;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value));
}
