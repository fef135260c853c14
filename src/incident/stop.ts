// The catalogue of reasons why the line ends early: for each, what people read and what they might do.
import { z } from 'zod';

/** `title` ends the sentence "Nightwatch stopped: …"; `words` say what that means; `advice` says what a person might do. */
export interface StopText {
  readonly title: string;
  readonly words: string;
  readonly advice: string;
  /** Whether a person has to act: only these open an issue. */
  readonly needsPerson: boolean;
  /** GitHub's conclusion for the check run. */
  readonly conclusion: 'neutral' | 'action_required' | 'skipped';
}

export const stops = {
  'nothing-to-fix': {
    title: 'nothing to fix',
    words: 'The run ended without a failed job: it was cancelled, skipped or needs an approval.',
    advice: 'Nothing to do. Run it again if it should have finished.',
    needsPerson: false,
    conclusion: 'skipped',
  },
  infrastructure: {
    title: 'the machinery failed, not the code',
    words:
      'The log shows a fault of the runner, the network or a service that the job depends on. No change of the code would repair it.',
    advice: 'Run the job again. If it comes back, look at the runner or the service named in the log.',
    needsPerson: false,
    conclusion: 'neutral',
  },
  unsupported: {
    title: 'not a failure it can work on yet',
    words: 'Nightwatch repairs failing Python tests. In this log it found no failing test that it can read.',
    advice: 'Look at the failed step itself; the log excerpt shows the lines that matter.',
    needsPerson: false,
    conclusion: 'neutral',
  },
  'same-failure': {
    title: 'already being looked after',
    words:
      'Another run of the same commit, or a later attempt of this one, failed as well, and Nightwatch works on that.',
    advice: 'Nothing to do. Follow the other check run.',
    needsPerson: false,
    conclusion: 'neutral',
  },
  'source-gone': {
    title: 'the commit is gone',
    words:
      'The failing commit can no longer be fetched: the branch was rewritten, or the repository was moved or closed to Nightwatch.',
    advice: 'Nothing to do if that was meant. Otherwise check that Nightwatch may read the repository.',
    needsPerson: false,
    conclusion: 'neutral',
  },
  'no-access': {
    title: 'it may not work here',
    words:
      'GitHub does not let Nightwatch work on this repository: the App was suspended or uninstalled, a right is missing, or the repository is gone.',
    advice:
      'If Nightwatch is wanted here, install the App again with the rights that it asks for, and run the job again.',
    needsPerson: false,
    conclusion: 'neutral',
  },
  'low-confidence': {
    title: 'it does not understand this failure well enough',
    words:
      'What the diagnosis claims could not be confirmed from the log and the code, so building a repair on it would be guessing.',
    advice: 'Start from the failing tests and the trace below. The diagnosis is shown for what it is worth.',
    needsPerson: true,
    conclusion: 'action_required',
  },
  'not-code': {
    title: 'the cause lies outside the code',
    words:
      'The diagnosis points at a test, a dependency or the configuration, and Nightwatch changes nothing but source code.',
    advice: 'Look at the cause named in the diagnosis.',
    needsPerson: true,
    conclusion: 'action_required',
  },
  'setup-failed': {
    title: 'the environment could not be built',
    words: "The job's set-up commands failed in the sandbox, so nothing could be tested.",
    advice:
      'Look at the last set-up command below. Private package registries and services are not available in the sandbox.',
    needsPerson: true,
    conclusion: 'action_required',
  },
  'no-tests': {
    title: 'no tests were found',
    words: 'The failing command ran in the sandbox but collected no tests.',
    advice: "Check that the workflow's test command works from a fresh checkout.",
    needsPerson: true,
    conclusion: 'action_required',
  },
  'not-reproducible': {
    title: 'the failure does not happen here',
    words: 'The same commit and the same command gave another result in the sandbox than in CI.',
    advice: 'Look for what differs: services, secrets, environment variables, the operating system, the time of day.',
    needsPerson: true,
    conclusion: 'action_required',
  },
  flaky: {
    title: 'the test is flaky',
    words:
      'The same test on the same commit both passed and failed. A repair could not be told from luck, so none was tried.',
    advice: 'Look for shared state, order, time, randomness or the network in the test, or quarantine it.',
    needsPerson: true,
    conclusion: 'neutral',
  },
  'timed-out': {
    title: 'the tests did not finish in time',
    words: 'The failing command was still running when its time in the sandbox was up.',
    advice: 'Look for a hang, or for a suite that is longer than the limit.',
    needsPerson: true,
    conclusion: 'action_required',
  },
  'no-guard': {
    title: 'no regression test could be written',
    words: 'No generated test failed for the reason that CI failed, and without one a repair cannot be proven.',
    advice: 'The failure was reproduced: the command below shows it. Start there.',
    needsPerson: true,
    conclusion: 'action_required',
  },
  'cannot-fix': {
    title: 'a repair needs a decision',
    words:
      'No honest change of the source code makes the failing tests pass, or whether the code or the test is right is not for a machine to say.',
    advice: 'Read its reason below. Often the test and the code disagree about what is right.',
    needsPerson: true,
    conclusion: 'action_required',
  },
  'attempts-spent': {
    title: 'its attempts are used up',
    words: 'Every repair that was tried failed its checks. The limit keeps Nightwatch from trying for ever.',
    advice: 'Each attempt is shown below with what went wrong: a good place to start.',
    needsPerson: true,
    conclusion: 'action_required',
  },
  'budget-spent': {
    title: 'its budget is used up',
    words: 'The model has cost as much as the host allows for one incident.',
    advice: 'Everything learned so far is below.',
    needsPerson: true,
    conclusion: 'action_required',
  },
  superseded: {
    title: 'the branch moved on',
    words: 'New commits arrived while the repair was being made, so it was put away.',
    advice: 'Nothing to do: if the new head fails as well, Nightwatch looks at that.',
    needsPerson: false,
    conclusion: 'neutral',
  },
  'publish-refused': {
    title: 'GitHub refused the pull request',
    words: 'A proven repair exists, but it could not be published.',
    advice: 'Check the permissions of the App and the rules of the repository. The diff is below.',
    needsPerson: true,
    conclusion: 'action_required',
  },
  unavailable: {
    title: 'something it needs stayed out of reach',
    words: 'GitHub, the model or the sandbox did not answer for so long that Nightwatch gave up waiting.',
    advice: 'Run the job again to have Nightwatch try once more.',
    needsPerson: false,
    conclusion: 'neutral',
  },
  'internal-error': {
    title: 'it made a mistake of its own',
    words: 'Nightwatch ran into a bug in itself. Your code is not to blame.',
    advice: "Nothing to do here. Nightwatch's host finds the details in its log under this incident.",
    needsPerson: false,
    conclusion: 'neutral',
  },
} as const satisfies Record<string, StopText>;

export type StopCode = keyof typeof stops;
export const StopCode = z.enum(Object.keys(stops) as [StopCode, ...StopCode[]]);

/** Where and why the line ended. */
export const Stop = z.object({ code: StopCode, detail: z.string() });
export type Stop = z.infer<typeof Stop>;
