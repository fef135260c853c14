// The order of the suites: Jest's own starts with the largest files unless it remembers times, and CI remembers none.
import { createRequire } from 'node:module';

// Its types are those of its CommonJS module.
const require = createRequire(import.meta.url);
const { default: Sequencer } = require('@jest/test-sequencer') as typeof import('@jest/test-sequencer');
type Tests = Parameters<InstanceType<typeof Sequencer>['sort']>[0];

/** Suites that run many containers; one that starts last keeps everyone waiting. */
const slow =
  /\/test\/(replay|scenarios|chaos|contracts|demo|languages\/python\/runners|stages\/re[a-z]+\/re[a-z]+\.test)/;

export default class SlowestFirst extends Sequencer {
  override async sort(tests: Tests) {
    const sorted = await super.sort(tests);
    return [...sorted.filter(({ path }) => slow.test(path)), ...sorted.filter(({ path }) => !slow.test(path))];
  }
}
