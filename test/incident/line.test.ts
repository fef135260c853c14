// The line as it stands; what the compiler refuses of it is in line-types.ts.
import { expect, test } from '@jest/globals';
import { line } from '../../src/line.ts';

test('the line runs from the first state to the last, each stage after its own state', () => {
  const steps = Object.entries(line).map(([state, { stage, next }]) => [state, stage.name, next]);
  expect(steps).toEqual([
    ['queued', 'configure', 'configured'],
    ['configured', 'collect', 'collected'],
    ['collected', 'diagnose', 'diagnosed'],
    ['diagnosed', 'reproduce', 'reproduced'],
    ['reproduced', 'guard', 'guarded'],
    ['guarded', 'repair', 'repaired'],
    ['repaired', 'publish', 'published'],
  ]);
});
