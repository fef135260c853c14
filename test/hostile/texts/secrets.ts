// Secrets of every kind, and the disguises that they come in.
import { maskerOnThisThread } from '../../../src/adapters/secrets/scan.ts';
import type { TextCase } from '../../../src/measure/hostile/case.ts';
import { disguises } from '../secrets/disguises.ts';
import { samples } from '../secrets/kinds.ts';
import { alnum } from '../secrets/made-up.ts';

const mask = maskerOnThisThread();
const token = `gh${'p_'}${alnum(36)}`;
const time = '2026-11-02T09:14:07.2904078Z';

export const secrets: readonly TextCase[] = samples.map(({ name, text, secret }) => ({
  name,
  class: 'secrets',
  end: 'masked',
  texts: 1,
  harm: () => {
    const masked = mask(`${time} ${text.replaceAll('\n', `\n${time} `)}\n`);
    return masked.includes(secret) || !masked.includes('<SECRET:') ? 'is shown' : null;
  },
}));

export const disguised: readonly TextCase[] = disguises.map(([name, hide]) => ({
  name: name.replaceAll('|', '\\|'),
  class: 'disguises of secrets',
  end: 'masked',
  texts: 1,
  harm: () => {
    const hidden = hide(token);
    const masked = mask(`before\n${hidden}\nafter`);
    const left = masked.replace(/<SECRET:\d+>/g, '').length - 'before\n\nafter'.length;
    return masked.includes('<SECRET:') && left < hidden.length / 2 ? null : 'is shown';
  },
}));
