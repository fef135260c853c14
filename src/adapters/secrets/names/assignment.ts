// Reads what is assigned to a name, however it is written: shell, YAML, JSON, TOML, ini, XML, code, flags, headers, SQL.

export interface Assigned {
  readonly start: number;
  readonly end: number;
  readonly value: string;
  /** `bare`: a line of nothing but name and value, or a flag; `quoted`: a literal; `loose`: unquoted amid other text. */
  readonly form: 'bare' | 'quoted' | 'loose';
  readonly isFlag: boolean;
}

export interface NamePlace {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

/** Characters on either side of a word that still belong to its name. */
const reach = 64;
const nameCharacters = /[\w.-]{0,64}/y;

export function nameAround(text: string, at: number): NamePlace {
  let start = at;
  while (start > 0 && start > at - reach && isNameCharacter(text.charCodeAt(start - 1))) start--;
  nameCharacters.lastIndex = at;
  nameCharacters.test(text);
  const end = nameCharacters.lastIndex;
  return { start, end, name: text.slice(start, end) };
}

function isNameCharacter(code: number): boolean {
  const isLetter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
  return isLetter || (code >= 48 && code <= 57) || code === 95 || code === 45 || code === 46;
}

/** What separates name and value. Tried in order; each is anchored and bounded. */
const separators: readonly { pattern: RegExp; isFlag?: boolean; quotedOnly?: boolean }[] = [
  // password: str = "…", const password: string = "…"
  { pattern: /\??[ \t]{0,4}:[ \t]{0,4}[A-Za-z_][\w.| [\]]{0,40}[ \t]=[ \t]{0,4}(?=["'`])/y, quotedOnly: true },
  // PASSWORD=…, password: …, "password": …, ["password"] = …, password => …, password := …
  { pattern: /(?:\\{0,3}["'`])?\]?[ \t]{0,16}(?::=|=>|\?=|\+=|=(?![=>])|:(?![:=]))[ \t]{0,16}/y },
  // <password>…</password>, <add key="password" value="…"/>, name="password" value="…"
  { pattern: /["']?[ \t]{1,4}(?:value|content|v)[ \t]{0,2}=[ \t]{0,2}(?=["'])/y, quotedOnly: true },
  // - name: PASSWORD, and `value: …` below
  { pattern: /["']?[ \t]{0,4}\r?\n(?:\d{4}-\d\d-\d\dT[\d:.]{8,18}Z )?[ \t]{0,40}["']?value["']?:[ \t]{0,4}/y },
  // setPassword("…"), ("password", "…")
  { pattern: /(?:(?<=\(["'`][\w.-]{1,64})["'`][ \t]{0,2},|\()[ \t]{0,4}(?=[bru]?["'`])/y, quotedOnly: true },
  // IDENTIFIED BY '…', PASSWORD '…', password "…"
  { pattern: /[ \t]{1,4}(?=["'])/y, quotedOnly: true },
];
const element = />/y;
const flagSpace = /[ \t]{1,4}(?=[^\s-])/y;

export function assignedTo(text: string, place: NamePlace): Assigned | null {
  const isFlag = /^--?[A-Za-z]/.test(place.name) && !/[\w.]/.test(text[place.start - 1] ?? ' ');
  if (text[place.start - 1] === '<') return elementText(text, place);
  for (const { pattern, quotedOnly } of separators) {
    pattern.lastIndex = place.end;
    if (!pattern.test(text)) continue;
    return valueAt(text, { at: pattern.lastIndex, place, isFlag, quotedOnly: quotedOnly ?? false });
  }
  flagSpace.lastIndex = place.end;
  if (!isFlag || !flagSpace.test(text)) return null;
  return valueAt(text, { at: flagSpace.lastIndex, place, isFlag, quotedOnly: false });
}

function elementText(text: string, { end }: NamePlace): Assigned | null {
  element.lastIndex = end;
  if (!element.test(text)) return null;
  const value = /^[^<>\n]{1,512}(?=<)/.exec(text.slice(end + 1, end + 514))?.[0];
  return value ? { start: end + 1, end: end + 1 + value.length, value, form: 'quoted', isFlag: false } : null;
}

interface ValuePlace {
  readonly at: number;
  readonly place: NamePlace;
  readonly isFlag: boolean;
  readonly quotedOnly: boolean;
}

const opening = /(?:[bBrRuUfF]{1,2})?(\\{0,3}(?:"""|'''|["'`]))/y;
const longest = 4_096;

function valueAt(text: string, { at, place, isFlag, quotedOnly }: ValuePlace): Assigned | null {
  opening.lastIndex = at;
  const quote = opening.exec(text)?.[1];
  if (quote !== undefined) return quotedValue(text, { start: opening.lastIndex, quote, isFlag });
  if (quotedOnly) return null;
  const head = isFlag ? '' : lineStart(text, place);
  const isBare = head !== null;
  const isWithinQuotes = isFlag || /["']$/.test(head ?? '');
  const bare = isWithinQuotes ? /^[^\s"'`]{1,512}/ : /^\S{1,512}/;
  const pattern = isBare ? bare : /^[^\s"'`,;&<>|(){}[\]\\]{1,512}/;
  const value = pattern.exec(text.slice(at, at + 512))?.[0].replace(/[,;]$/, '');
  if (!value) return null;
  const end = at + value.length;
  const endsLine = /^["']?[,;]?[ \t]{0,8}(?:#[^\n]{0,200})?(?:\r?\n|$)/.test(text.slice(end, end + 220));
  return { start: at, end, value, form: isFlag || (isBare && endsLine) ? 'bare' : 'loose', isFlag };
}

function quotedValue(
  text: string,
  { start, quote, isFlag }: { start: number; quote: string; isFlag: boolean },
): Assigned | null {
  const window = text.slice(start, start + longest);
  const close = window.indexOf(quote);
  const line = quote.length >= 3 && !quote.includes('\\') ? -1 : window.indexOf('\n');
  if (close <= 0 || (line !== -1 && line < close)) return null;
  return { start, end: start + close, value: window.slice(0, close), form: 'quoted', isFlag };
}

/** What a line of settings may begin with: a runner's time, a diff's sign, a list, a command that sets a variable. */
const lineHead =
  /(?:^|\n)(?:\d{4}-\d\d-\d\dT[\d:.]{8,18}Z )?[ \t>+|#-]{0,24}(?:(?:export|set|ENV|ARG|env|declare -x|local|setx|-e|--env|--build-arg)[ \t]{1,4})?["']?$/;

/** What the line begins with, up to the name; null when there is more. */
function lineStart(text: string, { start }: NamePlace): string | null {
  const before = text.slice(Math.max(0, start - 90), start);
  return start === 0 ? '' : (lineHead.exec(before)?.[0] ?? null);
}
