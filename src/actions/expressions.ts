// Evaluates `${{ }}` with the evaluator that GitHub publishes, so that coercions and built-in functions are GitHub's own.
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import { truthy } from '@actions/expressions/result';

/** The values an expression may name: `github`, `env`, `matrix`, … Values must be plain JSON. */
export type Contexts = Record<string, unknown>;

/** What has become of the job, or of the jobs it needs, so far; it is what `success()` and `failure()` ask about. */
export type Status = 'success' | 'failure' | 'cancelled';

/** Fills in every `${{ }}` of a text. Throws when an expression is not valid. */
export function interpolated(text: string, contexts: Contexts): string {
  return text.replaceAll(placeholder, (_, expression: string) => evaluate(expression, contexts).coerceString());
}

/** Fills in the expressions of a value of any shape; a text that is one single expression becomes that expression's value. */
export function resolved(value: unknown, contexts: Contexts): unknown {
  if (Array.isArray(value)) return value.map(one => resolved(one, contexts));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolved(one, contexts)]));
  }
  if (typeof value !== 'string') return value;
  const whole = /^\$\{\{((?:(?!\}\}).)*)\}\}$/s.exec(value.trim());
  if (whole === null) return interpolated(value, contexts);
  return JSON.parse(JSON.stringify(evaluate(whole[1] ?? '', contexts), data.replacer));
}

/** Whether an `if:` holds. Without a status function in it, `success()` is asked for too. */
export function holds(condition: string | number | boolean | undefined, status: Status, contexts: Contexts): boolean {
  const text = (String(condition ?? '').trim() || 'success()').replaceAll(placeholder, '($1)');
  const asksStatus = /\b(success|failure|always|cancelled)\s*\(/i.test(text);
  return truthy(evaluate(asksStatus ? text : `success() && (${text})`, contexts, status));
}

/**
 * Fills in what these contexts tell. An expression that asks for more (another context, a key that is missing, a status), or
 * whose value is not a string, number or boolean, stays as it is written.
 */
export function interpolatedWhereKnown(text: string, contexts: Contexts): string {
  return text.replaceAll(placeholder, (written: string, expression: string) => {
    const value = knownValue(expression, contexts);
    return value === null || !scalars.has(value.kind) ? written : value.coerceString();
  });
}

/** A pattern for the texts that this one may become: each of its expressions may be anything. */
export function wildcardPattern(text: string): RegExp {
  const literals = text.trim().split(placeholderAlone);
  return new RegExp(`^${literals.map(escaped).join('.*?')}$`, 's');
}

const placeholder = /\$\{\{(.*?)\}\}/gs;

function evaluate(expression: string, contexts: Contexts, status: Status = 'success'): data.ExpressionData {
  const functions = statusFunctions(status);
  const tokens = new Lexer(expression).lex().tokens;
  const tree = new Parser(tokens, Object.keys(contexts), functions).parse();
  const known = new Map(functions.map(one => [one.name, one]));
  return new Evaluator(tree, dictionary(contexts), known).evaluate();
}

const placeholderAlone = /\$\{\{.*?\}\}/s;
const scalars: ReadonlySet<data.Kind> = new Set([data.Kind.String, data.Kind.Number, data.Kind.Boolean]);

function escaped(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function knownValue(expression: string, contexts: Contexts): data.ExpressionData | null {
  try {
    const { tokens } = new Lexer(expression).lex();
    const tree = new Parser(tokens, Object.keys(contexts), []).parse();
    return new Evaluator(tree, complete(contexts)).evaluate();
  } catch {
    return null; // Not known here, or not valid: both stay as written.
  }
}

/** Throws where GitHub's own dictionary has null for a key that is missing: here it only means that we do not know. */
class CompleteDictionary extends data.Dictionary {
  override get(key: string): data.ExpressionData {
    const value = super.get(key);
    if (value === undefined) throw new Error(`${key} is not known.`);
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
