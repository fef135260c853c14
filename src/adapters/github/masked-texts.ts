// The texts that GitHub will show, masked once more. Files are left as they are: the published tree is the tested one.
import type { Change } from '../../incident/change.ts';
import type { CheckRunView, Escalation } from '../../incident/report.ts';
import type { Binding } from './binding.ts';

type Mask = Binding['mask'];

export async function maskedChange(mask: Mask, change: Change): Promise<Change> {
  const { title, body, commitMessage } = change;
  return { ...change, title: await mask(title), body: await mask(body), commitMessage: await mask(commitMessage) };
}

export async function maskedView(mask: Mask, view: CheckRunView): Promise<CheckRunView> {
  const annotations = view.annotations.map(async annotation => ({
    ...annotation,
    title: await mask(annotation.title),
    message: await mask(annotation.message),
  }));
  return {
    ...view,
    title: await mask(view.title),
    summary: await mask(view.summary),
    text: await mask(view.text),
    annotations: await Promise.all(annotations),
  };
}

export async function maskedEscalation(mask: Mask, escalation: Escalation): Promise<Escalation> {
  return { ...escalation, title: await mask(escalation.title), body: await mask(escalation.body) };
}
