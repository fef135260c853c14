// What GitHub shows about an incident: check run, annotations and issue.

/** The content of our check run on the failing commit. */
export interface CheckRunView {
  readonly name: string;
  readonly externalId: string;
  readonly status: 'queued' | 'in_progress' | 'completed';
  readonly conclusion: 'success' | 'neutral' | 'action_required' | 'skipped' | null;
  readonly title: string;
  /** Markdown, at most 65,535 characters each. */
  readonly summary: string;
  readonly text: string;
  readonly annotations: readonly CheckAnnotation[];
  /** Buttons beside it; GitHub shows at most three. */
  readonly actions: readonly CheckAction[];
}

/** The buttons that we know; GitHub sends the identifier back when one is pressed. At most 20, 20 and 40 characters. */
export const checkActions = {
  openPullRequest: {
    identifier: 'open-pull-request',
    label: 'Open pull request',
    description: 'Open the proven fix as a draft',
  },
} as const satisfies Record<string, CheckAction>;

export interface CheckAction {
  readonly identifier: string;
  readonly label: string;
  readonly description: string;
}

export interface CheckAnnotation {
  readonly path: string;
  readonly line: number;
  readonly level: 'notice' | 'warning' | 'failure';
  readonly title: string;
  readonly message: string;
}

export interface Escalation {
  /** Hidden text that identifies the issue, so that it is opened once. */
  readonly marker: string;
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
}
