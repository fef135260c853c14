// A world of plain objects around a real store: what a stage may touch, each piece of which a test can break.
import type { Engine } from '../../src/engine/step.ts';
import type { Queued } from '../../src/incident/incident.ts';
import type { CheckRunView, Escalation } from '../../src/incident/report.ts';
import type { Model, Ports, Repository } from '../../src/ports.ts';
import type { Store } from '../../src/store.ts';

export interface Logged {
  readonly level: 'info' | 'warn' | 'error';
  readonly sentence: string;
  readonly fields: { err?: unknown; incident?: string };
}

export interface World {
  readonly engine: Engine;
  /** Without the lines that say that a stage has begun. */
  readonly logged: Logged[];
  readonly begun: Logged[];
  readonly checkRuns: CheckRunView[];
  readonly escalations: Escalation[];
  readonly bound: string[];
}

export interface Pieces {
  readonly store: Store;
  readonly now: () => Date;
  /** What the incident's repository does otherwise than have no jobs and show whatever it is given. */
  readonly repository?: (incident: Queued, signal: AbortSignal) => Partial<Repository>;
  readonly model?: Model;
  readonly bind?: () => Promise<never>;
}

export function world({ store, now, ...pieces }: Pieces): World {
  const logged: Logged[] = [];
  const begun: Logged[] = [];
  const checkRuns: CheckRunView[] = [];
  const escalations: Escalation[] = [];
  const bound: string[] = [];
  const note = (level: Logged['level']) => (fields: object, sentence: string) =>
    void (sentence.endsWith(': started') ? begun : logged).push({ level, fields, sentence });
  const bind = async (incident: Queued, signal: AbortSignal): Promise<Ports> => {
    bound.push(incident.id);
    await pieces.bind?.();
    const shown: Partial<Repository> = {
      settings: async () => ({ kind: 'content', content: {} }),
      jobs: async () => [],
      async showCheck(view) {
        checkRuns.push(view);
      },
      async escalate(escalation) {
        escalations.push(escalation);
        return { number: 1, url: 'https://github.com/octo/mail/issues/1' };
      },
    };
    return {
      repository: { ...untouched, ...shown, ...pieces.repository?.(incident, signal) },
      model: pieces.model ?? { ask: unexpected('model.ask') },
      sandbox: { prepare: unexpected('sandbox.prepare'), open: unexpected('sandbox.open') },
      clock: { now },
    };
  };
  const log = { info: note('info'), warn: note('warn'), error: note('error') };
  return { engine: { store, clock: { now }, bind, log }, logged, begun, checkRuns, escalations, bound };
}

export const untouched: Repository = {
  settings: unexpected('settings'),
  jobs: unexpected('jobs'),
  runLog: unexpected('runLog'),
  jobLog: unexpected('jobLog'),
  jobAnnotations: unexpected('jobAnnotations'),
  tree: unexpected('tree'),
  head: unexpected('head'),
  propose: unexpected('propose'),
  showCheck: unexpected('showCheck'),
  escalate: unexpected('escalate'),
  lastGreen: unexpected('lastGreen'),
  redBefore: unexpected('redBefore'),
  masked: async text => text,
};

function unexpected(name: string): () => Promise<never> {
  return async () => {
    throw new Error(`${name} was not to be called.`);
  };
}
