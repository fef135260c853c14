// Work on one thing at a time: whoever comes later waits.

export type InTurn = <T>(thing: string, work: () => Promise<T>) => Promise<T>;

export function turns(): InTurn {
  const last = new Map<string, Promise<unknown>>();
  return async (thing, work) => {
    const turn = (last.get(thing) ?? Promise.resolve()).then(work);
    const settled = turn.catch(() => {}); // The caller sees the error; the next turn must not.
    last.set(thing, settled);
    return await turn.finally(() => {
      if (last.get(thing) === settled) last.delete(thing);
    });
  };
}
