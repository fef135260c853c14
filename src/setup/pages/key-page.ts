// The second step: the key for Gemini.
import { html } from 'hono/html';
import { type Html, note, stepPage } from './layout.ts';

export interface KeyPage {
  readonly model: string;
  readonly state: string;
  /** Whether GitHub's first event has arrived. */
  readonly isReached: boolean;
  readonly problem: string | null;
}

export function keyPage({ model, state, isReached, problem }: KeyPage): Html {
  return stepPage(
    2,
    html`<h1>Connect Gemini</h1>
<p>Nightwatch asks Gemini to diagnose failures and to write repairs. It cannot work without a key;
<a href="https://aistudio.google.com/apikey" rel="noreferrer noopener" target="_blank">Google AI Studio</a> gives you one.</p>
${problem === null ? '' : note(problem)}
<form method="post" action="/setup/key">
<input type="hidden" name="state" value="${state}">
<label class="label" for="key">Gemini API key</label>
<input type="password" id="key" name="key" required autocomplete="off" spellcheck="false">
<p><small>It is tried with <code>${model}</code> before it is saved.</small></p>
<button>Check and save</button>
</form>`,
    isReached
      ? html`<span class="good">✓</span> The App is registered, and GitHub’s first event has arrived.`
      : 'The App is registered.',
  );
}
