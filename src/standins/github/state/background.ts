// Keeps count of the work that goes on after a request was answered, so that one can wait for all of it.

export interface Background {
  start(work: Promise<unknown>): void;
  /** Keeps an error that no request can return, for `settled`. */
  report(error: unknown): void;
  /** Waits until nothing is under way, including what the awaited work started. Throws the errors met since the last call. */
  settled(): Promise<void>;
}

export function createBackground(): Background {
  const underWay = new Set<Promise<unknown>>();
  const errors: unknown[] = [];
  return {
    start(work) {
      const watched = work.catch(error => errors.push(error)).finally(() => underWay.delete(watched));
      underWay.add(watched);
    },
    report(error) {
      errors.push(error);
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
      if (errors.length > 0)
        throw new AggregateError(errors.splice(0), 'The local GitHub met errors in the background');
    },
  };
}
