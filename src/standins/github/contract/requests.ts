// Is this a request that GitHub's description allows? GitHub ignores an unknown parameter or field in silence; this check does not.
import { description, problemsInJson, problemsInText } from './description.ts';
import type { Operation } from './operations.ts';

export interface Asked {
  query: Record<string, string | string[]>;
  /** As it was sent; empty when there is none. */
  body: string;
}

/** Each difference from the description, in words. */
export function requestProblems({ route, values }: Operation, { query, body }: Asked): string[] {
  return [
    ...problemsInText(['routes', route, 'path'], values).map(problem => `path: ${problem}`),
    ...problemsInText(['routes', route, 'query'], query).map(problem => `query: ${problem}`),
    ...bodyProblems(route, body).map(problem => `body: ${problem}`),
  ];
}

function bodyProblems(route: string, body: string): string[] {
  const isDescribed = Boolean(description.routes[route]?.body);
  if (body === '') return isDescribed ? problemsInJson(['routes', route, 'body'], {}) : [];
  const sent = parsed(body);
  if (sent === undefined) return ['not JSON'];
  if (isDescribed) return problemsInJson(['routes', route, 'body'], sent);
  // Octokit sends an empty object where a POST has no body.
  return body === '{}' ? [] : ['GitHub reads no body here'];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
