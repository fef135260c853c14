// Work for the tests of worker threads.

export function doubled(numbers: ReadonlySet<number>): Map<number, number> {
  return new Map([...numbers].map(number => [number, 2 * number]));
}

export function endless(): never {
  for (;;);
}

export function failing(): never {
  throw new RangeError('out of range');
}

export function busyFor(ms: number): number {
  const end = performance.now() + ms;
  while (performance.now() < end);
  return ms;
}
