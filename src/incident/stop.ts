// The catalogue of stops, the reasons why the line ends early: what people read, and what they can do about it.
import { z } from 'zod';
import type { StopText } from './stop-text.ts';

export const stops = {
  'not-watched': {
    title: 'the settings leave this run out',
    words: 'The settings in .github/nightwatch.yml do not ask for this run to be looked at.',
    advice: 'Nothing to do. To have it looked at, change the settings.',
    needsPerson: false,
    conclusion: null,
  },
  'nothing-to-fix': {
    title: 'nothing to fix',
    words: 'The run has no failed job: it was cancelled or skipped, or it is waiting for approval.',
    advice: 'Nothing to do. Re-run it if it should have run to completion.',
    needsPerson: false,
    conclusion: 'skipped',
  },
  infrastructure: {
    title: 'infrastructure failure',
    words: 'The log points to the runner, the network or a service of the job. A code change would not help.',
    advice: 'Re-run the job. If it fails again, check the runner or the service named in the log.',
    needsPerson: false,
    conclusion: 'neutral',
  },
  unsupported: {
    title: 'unsupported failure',
    words: 'Nightwatch repairs failing tests and could not find any in this log.',
    advice: 'Check the failed step. The log excerpt below shows the relevant lines.',
    needsPerson: false,
    conclusion: 'neutral',
  },
  'same-failure': {
    title: 'duplicate of another incident',
    words:
      'Nightwatch is already working on the same failure: another run of this commit, or a later attempt of this run.',
    advice: 'Nothing to do. See the other check run.',
    needsPerson: false,
    conclusion: 'neutral',
  },
  'source-gone': {
    title: 'the commit is no longer available',
    words:
      'The failing commit can no longer be fetched: the branch was force-pushed, or the repository was moved or made private.',
    advice: 'If that was intended, there is nothing to do. Otherwise check that Nightwatch can read the repository.',
    needsPerson: false,
    conclusion: 'neutral',
  },
  'no-access': {
    title: 'no access to this repository',
    words:
      'GitHub denies Nightwatch access: the App was suspended or uninstalled, lacks a permission, or the repository was deleted.',
    advice: 'To keep using Nightwatch here, reinstall the App with the permissions it asks for, then re-run the job.',
    needsPerson: false,
    conclusion: 'neutral',
  },
  'low-confidence': {
    title: 'low confidence in the diagnosis',
    words: 'The log and the code do not support the diagnosis well enough, so any repair would be a guess.',
    advice: 'Start with the failing tests and the trace below. Treat the diagnosis as a guess.',
    needsPerson: true,
    conclusion: 'action_required',
  },
  'not-code': {
    title: 'the cause is not in the source code',
    words: 'The failure points to a test, a dependency or the configuration. Nightwatch only changes source code.',
    advice: 'Check the cause named above.',
    needsPerson: true,
    conclusion: 'action_required',
  },
  'setup-failed': {
    title: 'the environment could not be built',
    words: "The job's setup commands failed in the sandbox, so no tests ran.",
    advice:
      'Check the failed setup command below. The sandbox has no access to private package registries or services.',
    needsPerson: true,
    conclusion: 'action_required',
  },
  'no-tests': {
    title: 'no tests were found',
    words: 'The failing command ran in the sandbox but collected no tests.',
    advice: "Check that the workflow's test command works in a fresh checkout.",
    needsPerson: true,
    conclusion: 'action_required',
  },
  'not-reproducible': {
    title: 'could not reproduce the failure',
    words: 'The same command on the same commit gave a different result in the sandbox than in CI.',
    advice: 'Look for differences: services, secrets, environment variables, the operating system, the time of day.',
    needsPerson: true,
    conclusion: 'action_required',
  },
  flaky: {
    title: 'the test is flaky',
    words:
      'The test both passed and failed on the same commit. A pass would prove nothing, so no repair was attempted.',
    advice: 'Check the test for shared state, test order, time, randomness or network access, or quarantine it.',
    needsPerson: true,
    conclusion: 'neutral',
  },
  'timed-out': {
    title: 'the tests timed out',
    words: 'The failing command did not finish within the time limit of the sandbox.',
    advice: 'Check for a hang, or for a suite that takes longer than the limit.',
    needsPerson: true,
    conclusion: 'action_required',
  },
  'no-guard': {
    title: 'could not write a regression test',
    words: 'No generated test failed for the same reason as CI, and a repair cannot be proven without one.',
    advice: 'The failure is reproducible with the command below. Start there.',
    needsPerson: true,
    conclusion: 'action_required',
  },
  'cannot-fix': {
    title: 'the repair needs a human decision',
    words:
      'No legitimate change to the source makes the failing tests pass, or it is unclear whether the code or the test is wrong.',
    advice: 'Read the reason below. Often the test and the code disagree about the intended behaviour.',
    needsPerson: true,
    conclusion: 'action_required',
  },
  'attempts-spent': {
    title: 'out of attempts',
    words: 'Every attempted repair failed its checks, and no attempts are left.',
    advice: 'Start with the attempts below: each shows what went wrong.',
    needsPerson: true,
    conclusion: 'action_required',
  },
  'budget-spent': {
    title: 'out of budget',
    words: 'The cost of model requests has reached the limit for one incident.',
    advice: 'Start with the findings so far, below.',
    needsPerson: true,
    conclusion: 'action_required',
  },
  'needs-approval': {
    title: 'a proven fix waits for approval',
    words:
      'The fix is proven, but it does something that the code did not do before. Nothing was pushed: a person has to read it first.',
    advice:
      'Read the change. If you want it, press “Open pull request” at the top of the Nightwatch check run on the failing commit: it opens a draft. This takes write access. If you do not want it, there is nothing to do.',
    needsPerson: true,
    conclusion: 'action_required',
  },
  superseded: {
    title: 'the branch has new commits',
    words: 'The branch moved during the repair, so the repair was discarded.',
    advice: 'Nothing to do. If the new head fails too, Nightwatch will look into it.',
    needsPerson: false,
    conclusion: 'neutral',
  },
  'publish-refused': {
    title: 'GitHub refused the pull request',
    words: 'The repair is proven, but could not be published.',
    advice: "Check the App's permissions and the repository's rules. The diff is below.",
    needsPerson: true,
    conclusion: 'action_required',
  },
  unavailable: {
    title: 'a required service is unavailable',
    words: 'GitHub, the model or the sandbox was unavailable for too long, so Nightwatch gave up.',
    advice: 'Re-run the job and Nightwatch will try again.',
    needsPerson: false,
    conclusion: 'neutral',
  },
  'took-too-long': {
    title: 'an internal step took too long',
    words:
      'A step of Nightwatch itself, such as reading the log, did not finish in time, even when it was tried again.',
    advice:
      "Re-run the job once. If it ends the same way, Nightwatch's operator has to find out whether its machine is overloaded or cannot cope with a text of this run. The step is named below.",
    needsPerson: false,
    conclusion: 'neutral',
  },
  'cut-off': {
    title: 'Nightwatch kept crashing on this run',
    words:
      'Three times in a row, the process of Nightwatch that worked on this run was killed or stalled. It is not tried again.',
    advice:
      "Start with the findings so far, below. Nightwatch's operator has to find out what in this run uses up its memory or time.",
    needsPerson: true,
    conclusion: 'action_required',
  },
  'internal-error': {
    title: 'internal error',
    words: 'Nightwatch hit a bug of its own. Your code is not the cause.',
    advice: "Nothing to do. Nightwatch's operator can find the details in its log under this incident's id.",
    needsPerson: false,
    conclusion: 'neutral',
  },
} as const satisfies Record<string, StopText>;

export type StopCode = keyof typeof stops;
export const StopCode = z.enum(Object.keys(stops) as [StopCode, ...StopCode[]]);

/** Where and why the line ended. */
export const Stop = z.object({ code: StopCode, detail: z.string() });
export type Stop = z.infer<typeof Stop>;
