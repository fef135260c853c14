// How each scenario ends without kills. `npm run chaos` begins by checking that it does.

import type { Outcome } from './outcome.ts';
import type { Scenario } from './scenarios.ts';

const diagnosed = ['configure next', 'collect next', 'diagnose next', 'reproduce next', 'guard next'];
const nothing = { 'published tree': [], 'CI on the proposal': [], 'pull request': [], branch: ['main'], issue: [] };

export const expectedOutcomes: Readonly<Record<Scenario['name'], Outcome>> = {
  repaired: {
    result: ['published'],
    attempt: ['1 guard-red', '2 proven'],
    journal: [...diagnosed, 'repair again', 'repair next', 'publish next'],
    'question on the ledger': asked(4),
    'published tree': ['the tested one'],
    'CI on the proposal': ['success'],
    'check run': ['completed neutral 2'],
    'pull request': ['open nightwatch'],
    branch: ['main', 'nightwatch/fix-…'],
    issue: [],
  },
  exhausted: {
    ...nothing,
    result: ['attempts-spent'],
    attempt: ['1 guard-red', '2 guard-red', '3 guard-red'],
    journal: [...diagnosed, 'repair again', 'repair again', 'repair again', 'repair stop'],
    'question on the ledger': asked(5),
    'check run': ['completed action_required 2'],
    issue: ['open 1'],
  },
  undiagnosed: {
    ...nothing,
    result: ['low-confidence'],
    attempt: [],
    journal: ['configure next', 'collect next', 'diagnose stop'],
    // Asked twice: the first answer quotes what is not in the log.
    'question on the ledger': asked(2),
    'check run': ['completed action_required 1'],
    issue: ['open 1'],
  },
  offline: {
    ...nothing,
    result: ['infrastructure'],
    attempt: [],
    journal: ['configure next', 'collect next', 'diagnose stop'],
    'question on the ledger': asked(0),
    'check run': ['completed neutral 0'],
  },
};

function asked(times: number): string[] {
  return Array<string>(times).fill('asked');
}
