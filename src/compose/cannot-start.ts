// Why Nightwatch cannot start: one sentence for the operator, instead of a stack trace.

export class CannotStart extends Error {
  override name = 'CannotStart';
}

/** What fails in this work is the operator's to mend. */
export async function orCannotStart<T>(work: Promise<T>): Promise<T> {
  return await work.catch((error: Error) => {
    throw new CannotStart(error.message, { cause: error });
  });
}
