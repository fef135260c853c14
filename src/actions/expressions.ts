// Evaluates `${{ }}` with GitHub's published evaluator, so that coercions and built-in functions are GitHub's own.
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import { truthy } from '@actions/expressions/result';
import { filledIn, placeholdersIn } from './expressions/placeholders.ts';

/** The contexts an expression may refer to: `github`, `env`, `matrix`, … Values must be plain JSON. */
export type Contexts = Record<string, unknown>;

/** The status so far of the job, or of the jobs it needs, as `success()` and `failure()` see it. */
export type Status = 'success' | 'failure' | 'cancelled';

/** Evaluates every `${{ }}` in a text. Throws when an expression is invalid. */
export function interpolated(text: string, contexts: Contexts): string {
  return filledIn(text, expression => evaluate(expression, contexts).coerceString());
}

/** Evaluates the expressions in a value of any shape; a text that is a single expression becomes that expression's value. */
export function resolved(value: unknown, contexts: Contexts): unknown {
  if (Array.isArray(value)) return value.map(one => resolved(one, contexts));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolved(one, contexts)]));
  }
  if (typeof value !== 'string') return value;
  const text = value.trim();
  const [first] = placeholdersIn(text);
  if (first?.start !== 0 || first.end !== text.length) return interpolated(value, contexts);
  return JSON.parse(JSON.stringify(evaluate(first.expression, contexts), data.replacer));
}

/** Whether an `if:` holds. Without a status function, `success()` is implied. */
export function holds(condition: string | number | boolean | undefined, status: Status, contexts: Contexts): boolean {
  const text = withoutBraces(String(condition ?? '').trim() || 'success()');
  const asksStatus = /\b(success|failure|always|cancelled)\s*\(/i.test(text);
  return truthy(evaluate(asksStatus ? text : `success() && (${text})`, contexts, status));
}

/** Whether an `if:` is false whatever happens. One that needs more than these contexts, or asks for a status, may hold. */
export function cannotHold(condition: unknown, contexts: Contexts): boolean {
  const text = String(condition ?? '').trim();
  const value = text === '' ? null : knownValue(withoutBraces(text), contexts);
  return value !== null && !truthy(value);
}

/**
 * Evaluates the expressions that these contexts suffice for. One that needs more (another context, a missing key, a status), or
 * whose value is not a string, number or boolean, is left as written.
 */
export function interpolatedWhereKnown(text: string, contexts: Contexts): string {
  return filledIn(text, (expression, written) => {
    const value = knownValue(expression, contexts);
    return value === null || !scalars.has(value.kind) ? written : value.coerceString();
  });
}

function withoutBraces(condition: string): string {
  return filledIn(condition, expression => `(${expression})`);
}

function evaluate(expression: string, contexts: Contexts, status: Status = 'success'): data.ExpressionData {
  const functions = statusFunctions(status);
  const tokens = new Lexer(expression).lex().tokens;
  const tree = new Parser(tokens, Object.keys(contexts), functions).parse();
  const known = new Map(functions.map(one => [one.name, one]));
  return new Evaluator(tree, dictionary(contexts), known).evaluate();
}

const scalars: ReadonlySet<data.Kind> = new Set([data.Kind.String, data.Kind.Number, data.Kind.Boolean]);

function knownValue(expression: string, contexts: Contexts): data.ExpressionData | null {
  try {
    const { tokens } = new Lexer(expression).lex();
    const tree = new Parser(tokens, Object.keys(contexts), []).parse();
    return new Evaluator(tree, complete(contexts)).evaluate();
  } catch {
    return null; // Unknown here, or invalid: either is left as written.
  }
}

/** Throws on a missing key, for which GitHub's own dictionary returns null: to us it only means that the value is unknown. */
class CompleteDictionary extends data.Dictionary {
  override get(key: string): data.ExpressionData {
    const value = super.get(key);
    if (value === undefined) throw new Error(`${key} is unknown.`);
    return value;
  }
}

function complete(values: Contexts): data.Dictionary {
  const pairs = Object.entries(values).map(([key, value]) => ({
    key,
    value: isRecord(value) ? complete(value) : (JSON.parse(JSON.stringify(value), data.reviver) as data.ExpressionData),
  }));
  return new CompleteDictionary(...pairs);
}

function isRecord(value: unknown): value is Contexts {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function statusFunctions(status: Status) {
  const answers = {
    always: true,
    success: status === 'success',
    failure: status === 'failure',
    cancelled: status === 'cancelled',
  };
  return Object.entries(answers).map(([name, answer]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(answer),
  }));
}

function dictionary(contexts: Contexts): data.Dictionary {
  return JSON.parse(JSON.stringify(contexts), data.reviver);
}
