// Is this what GitHub would have answered?
import { description, problemsBy, problemsInJson } from './description.ts';

/** The description demands no field of a basic error; GitHub always sends these, and in its own failures at least the first. */
const saysWhatIsWrong = { type: 'object', required: ['message', 'documentation_url'] };
const saysSomething = { type: 'object', required: ['message'] };

/**
 * Each difference from the description, in words. `body` is the parsed JSON, or undefined when there is none. An error
 * status that the description leaves out for the route must still have GitHub's basic error form.
 */
export function answerProblems(route: string, status: number, body: unknown): string[] {
  const answers = description.routes[route]?.answers;
  if (!answers) return ['not among the routes of contract/routes.ts'];
  const described = answers[status];
  if (status >= 400) {
    const form = problemsInJson(
      described ? ['routes', route, 'answers', String(status)] : ['$defs', 'basic-error'],
      body,
    );
    return [...form, ...problemsBy(status < 500 ? saysWhatIsWrong : saysSomething, body)];
  }
  if (described === undefined) return ['GitHub never answers with that status'];
  if (described === null) return body === undefined ? [] : ['GitHub sends no body'];
  return problemsInJson(['routes', route, 'answers', String(status)], body);
}
