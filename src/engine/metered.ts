// Ports that keep the ledger: the only place where the cost of model requests and sandbox time is counted and limited.
import { type Ledger, withRequest, withSandboxTime } from '../incident/ledger.ts';
import type { Ports, Workspace } from '../ports.ts';

/** Thrown before a model request that the incident's budget no longer covers. Its message: what was spent. */
export class OverBudget extends Error {
  override name = 'OverBudget';
}

/** What an incident has spent so far, and what it may spend in all, in US dollars. */
export interface Meter {
  ledger: Ledger;
  readonly budget: number;
}

/** Counts immediately, so that the cost is known even if the stage throws. Throws `OverBudget` instead of a request over budget. */
export function metered(ports: Ports, meter: Meter): Ports {
  const countSeconds = (seconds: number) => {
    meter.ledger = withSandboxTime(meter.ledger, seconds);
  };
  const model: Ports['model'] = {
    async ask(question) {
      refuseOverBudget(meter);
      const answered = await ports.model.ask(question);
      meter.ledger = withRequest(meter.ledger, answered.usage);
      return answered;
    },
  };
  const sandbox: Ports['sandbox'] = {
    async prepare(tree, recipe) {
      const prepared = await ports.sandbox.prepare(tree, recipe);
      countSeconds(prepared.kind === 'ready' ? prepared.seconds : prepared.finished.seconds);
      return prepared;
    },
    open: async (tree, environment) => meteredWorkspace(await ports.sandbox.open(tree, environment), countSeconds),
  };
  return { ...ports, model, sandbox };
}

function refuseOverBudget({ ledger, budget }: Meter): void {
  if (ledger.dollars < budget) return;
  throw new OverBudget(`Spent $${ledger.dollars.toFixed(2)} of $${budget.toFixed(2)}`);
}

function meteredWorkspace(workspace: Workspace, countSeconds: (seconds: number) => void): Workspace {
  return {
    async run(command) {
      const finished = await workspace.run(command);
      countSeconds(finished.seconds);
      return finished;
    },
    write: (path, text) => workspace.write(path, text),
    read: path => workspace.read(path),
    mask: text => workspace.mask(text),
    [Symbol.asyncDispose]: () => workspace[Symbol.asyncDispose](),
  };
}
