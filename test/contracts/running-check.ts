// The check run of an incident that has just been taken up.
import type { CheckRunView } from '../../src/incident/report.ts';

export const runningCheck: CheckRunView = {
  name: 'Nightwatch',
  externalId: 'nightwatch-1-1',
  status: 'in_progress',
  conclusion: null,
  title: 'Reading the log',
  summary: 'Nightwatch is looking into this failure.',
  text: '',
  annotations: [],
  actions: [],
};
