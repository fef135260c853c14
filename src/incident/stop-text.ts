// What people read about a stop.

/** `title` ends the sentence "Nightwatch stopped: …"; `words` say what that means; `advice` says what to do next. */
export interface StopText {
  readonly title: string;
  readonly words: string;
  readonly advice: string;
  /** Whether a person has to act. Only these stops open an issue. */
  readonly needsPerson: boolean;
  /** GitHub's conclusion for the check run; null when GitHub shows nothing at all. */
  readonly conclusion: 'neutral' | 'action_required' | 'skipped' | null;
}
