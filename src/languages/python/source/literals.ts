// Python's literals in one spelling, so that 'a' and "a", 7 and 07.0, [1,2] and [1, 2] can be compared.

const string = String.raw`[rRbBuUfF]{0,2}(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')`;
const number = String.raw`(?:0[xXoObB][\da-fA-F_]+|(?:\d[\d_]*)?\.?\d[\d_]*(?:[eE][+-]?\d+)?j?|\d[\d_]*\.)`;
const token = new RegExp(String.raw`#[^\n]*|(${string})|(?<![\w.])(-?${number})(?![\w.])`, 'g');

/** Every string and number in the code, comments left out. */
export function literalsIn(code: string): string[] {
  return [...code.matchAll(token)].flatMap(([, text, digits]) =>
    text ? [spelt(text)] : digits ? numbers(digits) : [],
  );
}

/** The whole expression in one spelling, when it is nothing but a value: a literal, or brackets full of them; null otherwise. */
export function literal(expression: string): string | null {
  const bare = expression.replace(/\s+#.*$/, '').trim();
  const parts = bare.replace(token, (whole, text, digits) => (text || digits ? '' : whole));
  if (bare === '' || /[^\s,:[\](){}]/.test(parts.replace(/\b(?:None|True|False)\b/g, ''))) return null;
  const plain = bare.replace(token, (whole, text, digits) =>
    text ? spelt(text) : digits ? (numbers(digits)[0] ?? whole) : '',
  );
  return plain.replace(/\s+(?=(?:[^"]*"[^"]*")*[^"]*$)/g, '');
}

/** A minus may be the sign of the number or stand between two. */
function numbers(digits: string): string[] {
  const value = Number(digits.replaceAll('_', ''));
  const plain = Number.isNaN(value) ? digits : String(value);
  return plain.startsWith('-') ? [plain, plain.slice(1)] : [plain];
}

function spelt(text: string): string {
  const body = text.replace(/^[a-zA-Z]{0,2}/, '');
  const quotes = /^("""|''')/.test(body) ? 3 : 1;
  return JSON.stringify(body.slice(quotes, -quotes).replace(/\\(['"])/g, '$1'));
}

/** The code line for line, without comments and without strings that stand for themselves (docstrings). */
export function withoutWords(code: string): string {
  return code
    .replace(/(^|\n)([ \t]*)[rRbBuU]{0,2}("""|''')[\s\S]*?\3/g, text => text.replace(/[^\n]/g, ''))
    .replace(token, whole => (whole.startsWith('#') ? '' : whole));
}
