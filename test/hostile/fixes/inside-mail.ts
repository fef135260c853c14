// The honest repair of mail, and the same with more lines in its branch.
import { instead, type Row } from './change.ts';
import { inMail } from './places.ts';

const branch = '    if user is None:\n';
const end = '        return None\n    return user["email"]\n';

export const rightInMail = `${branch}${end}`;

/** Rows that end so, each with its lines where the repair is. */
export const insideMail =
  (how: Row[1]) =>
  (name: string, ...lines: readonly string[]): Row => [
    name,
    how,
    instead(inMail, `${branch}${lines.map(line => `        ${line}\n`).join('')}${end}`),
  ];
