// Buttons on our check runs: who may press them, and what each does. Only a row is changed here; the line does the rest.
//
// The incident comes from the check run's external id, which only our App can have set, and the store holds it against the
// repository's id. GitHub is asked for the sender's permission at every press: it may have been taken away since.
import type { Context } from 'probot';
import { z } from 'zod';
import { incidentOfCheck } from '../incident/names.ts';
import type { Approved } from '../incident/proposal.ts';
import { checkActions } from '../incident/report.ts';
import type { Store } from '../store.ts';
import { PressedButton } from './pressed-button.ts';

export interface ButtonOptions {
  readonly store: Pick<Store, 'approve'>;
  /** Called after a row got work to do. */
  readonly onWork: () => void;
}

/** What a button does, by its identifier: whether there is work now, and a word for the log. */
type Button = (press: Approved, store: ButtonOptions['store']) => Promise<{ hasWork: boolean; result: string }>;

const buttons: ReadonlyMap<string, Button> = new Map([
  [
    checkActions.openPullRequest.identifier,
    async (press, store) => {
      const result = await store.approve(press);
      return { hasWork: result === 'approved', result };
    },
  ],
]);

type ActionEvent = Context<'check_run.requested_action'>;

export async function press(context: ActionEvent, { store, onWork }: ButtonOptions): Promise<void> {
  const event = PressedButton.safeParse(context.payload);
  if (!event.success) {
    context.log.warn({ problem: z.prettifyError(event.error) }, 'Ignored a check_run event with unexpected fields');
    return;
  }
  const { repository, check_run: check, requested_action: action, sender } = event.data;
  const id = incidentOfCheck(check.external_id);
  const button = buttons.get(action.identifier);
  if (!id || !button) return;
  const what = `${repository.owner.login}/${repository.name} incident ${id}: ${action.identifier} by ${sender.login}`;
  if (!(await mayWrite(context, event.data))) {
    context.log.info(`${what}: refused, no write access`);
    return;
  }
  const { hasWork, result } = await button({ id, repositoryId: repository.id, login: sender.login }, store);
  context.log.info(`${what}: ${result}`);
  if (hasWork) onWork();
}

/** A person, and the same one that GitHub knows by that name now. GitHub reports `maintain` as `write`, and `triage` as `read`. */
async function mayWrite({ octokit }: ActionEvent, { repository, sender }: PressedButton): Promise<boolean> {
  if (sender.type !== 'User') return false;
  const at = { owner: repository.owner.login, repo: repository.name };
  const asked = octokit.rest.repos.getCollaboratorPermissionLevel({ ...at, username: sender.login });
  const found = await asked.catch(nullWhenUnknown);
  return found?.data.user?.id === sender.id && ['admin', 'write'].includes(found.data.permission);
}

/** Everything else is thrown: GitHub shows the delivery as failed, and the button can be pressed again. */
function nullWhenUnknown(error: unknown): null {
  if (error instanceof Error && 'status' in error && error.status === 404) return null;
  throw error;
}
