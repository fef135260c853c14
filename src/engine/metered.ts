// Ports that keep the books: what a stage asks of the model and the sandbox goes on the incident's ledger.
import { type Ledger, withQuestion, withSandboxTime } from '../incident/ledger.ts';
import type { Ports, Workspace } from '../ports.ts';

export function metered(ports: Ports, ledger: Ledger): { ports: Ports; spent: () => Ledger } {
  let spent = ledger;
  const clocked = (seconds: number) => {
    spent = withSandboxTime(spent, seconds);
  };
  const model: Ports['model'] = {
    async ask(question) {
      const answered = await ports.model.ask(question);
      spent = withQuestion(spent, answered.usage);
      return answered;
    },
  };
  const sandbox: Ports['sandbox'] = {
    async prepare(tree, recipe) {
      const prepared = await ports.sandbox.prepare(tree, recipe);
      clocked(prepared.kind === 'ready' ? prepared.seconds : prepared.finished.seconds);
      return prepared;
    },
    open: async (tree, environment) => meteredWorkspace(await ports.sandbox.open(tree, environment), clocked),
  };
  return { ports: { ...ports, model, sandbox }, spent: () => spent };
}

function meteredWorkspace(workspace: Workspace, clocked: (seconds: number) => void): Workspace {
  return {
    async run(command) {
      const finished = await workspace.run(command);
      clocked(finished.seconds);
      return finished;
    },
    write: (path, text) => workspace.write(path, text),
    read: path => workspace.read(path),
    [Symbol.asyncDispose]: () => workspace[Symbol.asyncDispose](),
  };
}
