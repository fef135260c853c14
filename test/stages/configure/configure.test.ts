// What a repository's settings do to a run: left out, lowered limits, or nothing.
import { describe, expect, test } from '@jest/globals';
import type { SettingsFile } from '../../../src/incident/settings.ts';
import type { Ports } from '../../../src/ports.ts';
import { configure } from '../../../src/stages/configure/configure.ts';
import { sampleEntries, sampleRun } from '../../contracts/store-entries.ts';
import { untouched } from '../../engine/stand-ins.ts';

const { incident } = sampleEntries(sampleRun()).queued;

function portsWith(file: SettingsFile): Ports {
  const unused = () => Promise.reject(new Error('Only the settings are read.'));
  return {
    repository: { ...untouched, settings: async () => file },
    model: { ask: unused },
    sandbox: { prepare: unused, open: unused },
    clock: { now: () => new Date(0) },
  };
}

const configured = (content: unknown) => configure(incident, portsWith({ kind: 'content', content }));

describe('the settings of a repository', () => {
  test.each([[null], [undefined], [{}]])('%p means the defaults', async content => {
    const expected = { kind: 'next', incident: { ...incident, settings: { enabled: true } } };
    expect(await configured(content)).toEqual(expected);
  });

  test.each([
    ['enabled', { enabled: true }],
    ['this workflow by name', { workflows: ['CI'] }],
    ['this workflow by file', { workflows: ['ci.yml'] }],
    ['this branch', { branches: ['main'] }],
  ])('that name the run let it pass: %s', async (_, content) => {
    expect(await configured(content)).toMatchObject({ kind: 'next', incident: { settings: content } });
  });

  test.each([
    [{ enabled: false }, 'Nightwatch is disabled for the repository.'],
    [{ workflows: ['release.yml'] }, 'The repository does not watch this workflow.'],
    [{ workflows: ['i.yml'] }, 'The repository does not watch this workflow.'],
    [{ branches: ['develop'] }, 'The repository does not watch this branch.'],
  ])('%p leave the run out', async (content, detail) => {
    expect(await configured(content)).toEqual({ kind: 'stop', code: 'not-watched', detail });
  });

  test.each([
    [1, 1],
    [3, 3],
  ])('with %i attempts limit the incident to %i', async (attempts, limit) => {
    expect(await configured({ attempts })).toMatchObject({ kind: 'next', incident: { limits: { attempts: limit } } });
  });

  test('cannot raise the limit of the host', async () => {
    const limited = { ...incident, limits: { ...incident.limits, attempts: 1 } };
    const ports = portsWith({ kind: 'content', content: { attempts: 3 } });
    expect(await configure(limited, ports)).toMatchObject({ kind: 'next', incident: { limits: { attempts: 1 } } });
  });

  test.each([[{ enabled: 'maybe' }], [{ attempts: 9 }], [{ branch: 'main' }], ['off'], [[1]]])(
    'that cannot be understood (%p) leave the run out and say why',
    async content => {
      const detail = expect.stringMatching(/^Its settings cannot be read:\n\n[\s\S]*(→|Invalid|Unrecognized)/);
      expect(await configured(content)).toEqual({ kind: 'stop', code: 'not-watched', detail });
    },
  );

  test('that are no YAML leave the run out in the words of the parser', async () => {
    const ports = portsWith({ kind: 'malformed', problem: 'Map keys must be unique at line 3, column 1' });
    const detail = expect.stringContaining('at line 3, column 1');
    expect(await configure(incident, ports)).toEqual({ kind: 'stop', code: 'not-watched', detail });
  });
});
