// Ports that keep the books: what a stage asks of the model and the sandbox goes on the incident's ledger.
import { type Ledger, withQuestion, withSandboxTime } from '../incident/ledger.ts';
import type { Ports, Workspace } from '../ports.ts';

export interface Book {
  ledger: Ledger;
}

/** Writes into the book at once, so that what was spent is known even when the stage throws. */
export function metered(ports: Ports, book: Book): Ports {
  const clocked = (seconds: number) => {
    book.ledger = withSandboxTime(book.ledger, seconds);
  };
  const model: Ports['model'] = {
    async ask(question) {
      const answered = await ports.model.ask(question);
      book.ledger = withQuestion(book.ledger, answered.usage);
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
  return { ...ports, model, sandbox };
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
