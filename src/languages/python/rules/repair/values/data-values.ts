// The values in a data file that tests read: of JSON each value, of other texts each line, cell, word in quotes and number.
import { spelled, type Value } from '../../constants/value.ts';

/** A larger file is no table of cases. */
const longest = 200_000;
const mostValues = 5_000;

export function valuesOfData(text: string): string[] {
  if (text.length > longest) return [];
  const values = fromJson(text) ?? fromLines(text);
  return [...new Set(values.map(spelled))].slice(0, mostValues);
}

function fromJson(text: string): Value[] | null {
  try {
    return valuesOfJson(JSON.parse(text));
  } catch {
    // Not JSON: read as lines.
    return null;
  }
}

/** Each with all that is in it. */
function valuesOfJson(json: unknown): Value[] {
  if (json === null || typeof json !== 'object') return [json as Value];
  const inside = Array.isArray(json) ? json : [...Object.keys(json), ...Object.values(json)];
  const own = Array.isArray(json) ? listOf(json) : null;
  return [...(own ? [own] : []), ...inside.flatMap(valuesOfJson)];
}

/** Null for a list of lists or objects. */
function listOf(json: readonly unknown[]): Value | null {
  const items = json.flatMap(item => (item === null || typeof item !== 'object' ? [item as Value] : []));
  return items.length === json.length ? { kind: 'list', items } : null;
}

function fromLines(text: string): Value[] {
  return text.split(/\r?\n/).flatMap(line => {
    const cells = line.split(/[,;|\t]|:\s/).map(cell => cell.trim().replace(/^(["'])(.*)\1$/, '$2'));
    return [line.trim(), ...cells].flatMap(cell => valuesOfCell(cell));
  });
}

function valuesOfCell(cell: string): Value[] {
  if (cell === '') return [];
  return /^-?\d{1,15}(?:\.\d{1,15})?$/.test(cell) ? [Number(cell), cell] : [cell];
}
