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

const placeholder = /\$\{\{(.*?)\}\}/gs;

function evaluate(expression: string, contexts: Contexts, status: Status = 'success'): data.ExpressionData {
  const functions = statusFunctions(status);
  const tokens = new Lexer(expression).lex().tokens;
  const tree = new Parser(tokens, Object.keys(contexts), functions).parse();
  const known = new Map(functions.map(one => [one.name, one]));
  return new Evaluator(tree, dictionary(contexts), known).evaluate();
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
