// Decides whether a workflow file asks to be run for a push or a pull request. Pure.
import { parse } from 'yaml';
import { z } from 'zod';
import { compilePatterns } from './filter-pattern.ts';
import type { WorkflowEvent } from './runner.ts';

export interface Happening {
  event: WorkflowEvent;
  /** The branch pushed to, or the pull request's base. */
  branch: string;
  changedPaths: string[];
  /** A pull request's `opened`, `synchronize`, …; a push has none. */
  action?: string;
}

const patterns = z.union([z.string().transform(one => [one]), z.array(z.string())]).optional();
const filterSchema = z.object({
  branches: patterns,
  'branches-ignore': patterns,
  tags: patterns,
  'tags-ignore': patterns,
  paths: patterns,
  'paths-ignore': patterns,
  types: patterns,
});
const onSchema = z.union([
  z.string().transform(event => new Map([[event, null]])),
  z.array(z.string()).transform(events => new Map(events.map(event => [event, null]))),
  z.record(z.string(), z.unknown()).transform(events => new Map(Object.entries(events))),
]);
/** YAML 1.2, which the `yaml` package reads, knows no boolean `on`: the key stays what it looks like. */
const workflowSchema = z.object({ name: z.string().optional(), on: onSchema, jobs: z.record(z.string(), z.unknown()) });

type Filter = z.infer<typeof filterSchema>;

/** undefined where the text is no workflow at all. */
export function readWorkflow(
  text: string,
): { name: string | undefined; isTriggeredBy(what: Happening): boolean } | undefined {
  const parsed = workflowSchema.safeParse(parseYaml(text));
  if (!parsed.success) return undefined;
  const { name, on } = parsed.data;
  return {
    name,
    isTriggeredBy(what) {
      if (!on.has(what.event)) return false;
      const filter = filterSchema.safeParse(on.get(what.event) ?? {});
      return filter.success && matches(filter.data, what);
    },
  };
}

/** GitHub's default for `types` of a pull request. */
const defaultTypes = ['opened', 'synchronize', 'reopened'];

function matches(filter: Filter, { event, branch, changedPaths, action }: Happening): boolean {
  if (event === 'pull_request' && !(filter.types ?? defaultTypes).includes(action ?? '')) return false;
  return matchesBranch(filter, branch) && matchesPaths(filter, changedPaths);
}

function matchesBranch(filter: Filter, branch: string): boolean {
  if (filter.branches) return compilePatterns(filter.branches)(branch);
  if (filter['branches-ignore']) return !compilePatterns(filter['branches-ignore'])(branch);
  // A push filtered by tags only is not for branches.
  return !filter.tags && !filter['tags-ignore'];
}

function matchesPaths(filter: Filter, paths: string[]): boolean {
  if (filter.paths) return paths.some(compilePatterns(filter.paths));
  if (filter['paths-ignore']) return !paths.every(compilePatterns(filter['paths-ignore']));
  return true;
}

function parseYaml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    // A file that is no YAML is no workflow; GitHub shows a failed run without jobs for it, as the caller does.
    return undefined;
  }
}
