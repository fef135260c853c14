// The outside world of an attack: two commits, a model that always gives the same answer, and a sandbox or none.
import type { Answered, Model, Ports, Question, Repository, Sandbox, Tree } from '../../ports.ts';
import { greenSha } from './incident.ts';

export interface Scripted {
  /** The failing tree. */
  readonly tree: Tree;
  readonly green: Tree | null;
  readonly sandbox: Sandbox;
  /** The model's answer to every question. */
  readonly answer: string;
}

export function scriptedPorts({ tree, green, sandbox, answer }: Scripted): Ports {
  const known: Partial<Repository> = { tree: async sha => (sha === greenSha ? green : tree) };
  const repository = new Proxy(known as Repository, {
    get(target, name) {
      const found: unknown = Reflect.get(target, name);
      if (found === undefined) throw new Error(`A stage asked the repository for ${String(name)}.`);
      return found;
    },
  });
  return { repository, model: answering(answer), sandbox, clock: { now: () => new Date() } };
}

/** A text that the question cannot read is `unusable`, as with a real model. */
function answering(text: string): Model {
  const usage = { inputTokens: 0, outputTokens: 0, seconds: 0, dollars: 0 };
  return {
    async ask<Answer>({ form }: Question<Answer>): Promise<Answered<Answer>> {
      if (form.kind !== 'text') throw new Error('Only texts are scripted.');
      try {
        return { kind: 'answer', value: form.parse(text), usage };
      } catch (error) {
        return { kind: 'unusable', reason: String(error), text, usage };
      }
    },
  };
}

/** Thrown where something is to be run and there is nothing to run it in: every gate before has let it through. */
export class NothingRuns extends Error {
  override name = 'NothingRuns';
}

export const noSandbox: Sandbox = {
  prepare: () => Promise.reject(new NothingRuns('nothing is prepared')),
  open: () => Promise.reject(new NothingRuns('nothing is run')),
};
