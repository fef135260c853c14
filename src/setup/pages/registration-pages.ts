// The first step: whose App it will be, and what GitHub is asked for.
import { html } from 'hono/html';
import type { Hook } from '../address.ts';
import type { Permission } from '../manifest.ts';
import { type Html, note, stepPage } from './layout.ts';

export interface AccountPage {
  /** Proposed; empty when there is none. */
  readonly organization: string;
  readonly state: string;
  /** The path of `.env`. */
  readonly file: string;
  /** Variables of the environment that would be used instead of what is saved. */
  readonly hidden: readonly string[];
  /** What went wrong before, in a sentence. */
  readonly problem: string | null;
}

export function accountPage({ organization, state, file, hidden, problem }: AccountPage): Html {
  return stepPage(
    1,
    html`<h1>Register your GitHub App</h1>
<p>Nightwatch works as a GitHub App of your own. GitHub creates it from a manifest and hands its credentials to this server alone.</p>
${problem === null ? '' : note(problem)}
${hidden.length > 0 ? hiddenNote(hidden) : accountForm(organization, state)}`,
    savedTo(file),
  );
}

function accountForm(organization: string, state: string): Html {
  const checked = (isChecked: boolean) => (isChecked ? ' checked' : '');
  return html`<form method="post" action="/setup/account">
<input type="hidden" name="state" value="${state}">
<fieldset>
<legend>Who will own the App?</legend>
<label class="choice"><input type="radio" name="owner" value="person"${checked(organization === '')}>
<span>My personal account<small>For repositories of your own.</small></span></label>
<label class="choice"><input type="radio" name="owner" value="organization" id="organization-owner"${checked(organization !== '')}>
<span>An organization<small>For its repositories. You have to be one of its owners.</small></span></label>
</fieldset>
<div class="organization"><label class="label" for="organization">Name of the organization</label>
<input type="text" id="organization" name="organization" value="${organization}" pattern="[A-Za-z0-9_\\-]+" maxlength="39"
  autocomplete="off" autocapitalize="none" spellcheck="false" placeholder="acme"></div>
<button>Continue</button>
</form>`;
}

/** What is saved would be of no use, so nothing is registered before they are gone. */
function hiddenNote(names: readonly string[]): Html {
  const list = names.map((name, index) => html`${index > 0 ? ', ' : ''}<code>${name}</code>`);
  return note(
    html`Set in the environment: ${list}. Environment variables take precedence over <code>.env</code>, so what this page saves
would not be used.`,
    'Remove them from the environment and restart Nightwatch.',
  );
}

function savedTo(file: string): Html {
  return html`The credentials are saved to <code>${file}</code>, which only this server’s user can read. Environment variables
take precedence over it.`;
}

export interface ReviewPage {
  /** Undefined for the person's own account. */
  readonly organization: string | undefined;
  readonly hook: Hook;
  readonly permissions: readonly Permission[];
  /** Where the form is sent to, with the manifest. */
  readonly action: string;
  readonly manifest: string;
}

export function reviewPage(page: ReviewPage): Html {
  return stepPage(
    1,
    html`<h1>Create the App on GitHub</h1>
<p>GitHub lets you confirm the name, creates the App, and brings you back here.</p>
<dl>
<dt>Owner</dt><dd>${page.organization ?? 'your personal account'}</dd>
<dt>Webhooks</dt><dd><code>${page.hook.url}</code></dd>
</dl>
${page.hook.kind === 'relayed' ? relayNote() : ''}
<h2>What it may do</h2>
<dl>${page.permissions.map(({ name, access, why }) => html`<dt>${name}: ${access}</dt><dd>${why}</dd>\n`)}</dl>
<form method="post" action="${page.action}">
<input type="hidden" name="manifest" value="${page.manifest}">
<div class="next"><button>Create on GitHub</button> <a href="/setup">Back</a></div>
</form>`,
  );
}

function relayNote(): Html {
  return note(
    html`This server has no public address, so webhooks come through a channel of smee.io. Whoever learns the channel’s address
can read them.`,
    html`To receive them directly, set <code>PUBLIC_URL</code> to an address that GitHub reaches, and restart.`,
  );
}
