// Which operation of GitHub's description a request is.
import { description } from './description.ts';

export interface Operation {
  /** Method and path as the description writes them: `GET /repos/{owner}/{repo}`. */
  route: string;
  /** The values of the path's placeholders, decoded. */
  values: Record<string, string>;
}

interface Pattern {
  route: string;
  expression: RegExp;
}

/** The path with the most fixed steps comes first: `/commits/{ref}/check-runs` before `/commits/{ref}`, whose ref may contain slashes. */
const patterns: Pattern[] = Object.keys(description.routes)
  .map(route => ({ route, expression: expressionOf(route) }))
  .sort((a, b) => fixedSteps(b.route) - fixedSteps(a.route));

/** By the path below `/api/v3`, as it was sent; undefined if GitHub's description has none among our routes. */
export function operationOf(method: string, path: string): Operation | undefined {
  for (const { route, expression } of patterns) {
    const match = expression.exec(`${method} ${path}`);
    if (!match) continue;
    const values = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
    return { route, values: Object.fromEntries(values) };
  }
  return undefined;
}

function expressionOf(route: string): RegExp {
  const wide = description.routes[route]?.wide ?? [];
  const steps = route.replaceAll(/\{(\w+)\}/g, (_, name) => `(?<${name}>${wide.includes(name) ? '.*' : '[^/]+'})`);
  return new RegExp(`^${steps}$`);
}

function fixedSteps(route: string): number {
  return route.split('/').filter(step => !step.startsWith('{')).length;
}
