// How each part ends when nobody dies; a play begins by seeing that it does.

import type { Ending } from './ending.ts';
import type { Part } from './scenarios.ts';

const diagnosed = ['collect next', 'diagnose next', 'reproduce next', 'guard next'];
const nothing = { 'published tree': [], 'CI on the proposal': [], 'pull request': [], branch: ['main'], issue: [] };

export const expected: Readonly<Record<Part['name'], Ending>> = {
  healed: {
    end: ['published'],
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
  stubborn: {
    ...nothing,
    end: ['attempts-spent'],
    attempt: ['1 guard-red', '2 guard-red', '3 guard-red'],
    journal: [...diagnosed, 'repair again', 'repair again', 'repair again', 'repair stop'],
    'question on the ledger': asked(5),
    'check run': ['completed action_required 2'],
    issue: ['open 1'],
  },
  doubtful: {
    ...nothing,
    end: ['low-confidence'],
    attempt: [],
    journal: ['collect next', 'diagnose stop'],
    // Asked again, since what it quotes is not in the log.
    'question on the ledger': asked(2),
    'check run': ['completed action_required 1'],
    issue: ['open 1'],
  },
  offline: {
    ...nothing,
    end: ['infrastructure'],
    attempt: [],
    journal: ['collect next', 'diagnose stop'],
    'question on the ledger': asked(0),
    'check run': ['completed neutral 0'],
  },
};

function asked(times: number): string[] {
  return Array<string>(times).fill('asked');
}
