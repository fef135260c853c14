// Ways in which a secret may be hidden from a reader who looks for it as it is.
import { gzipSync } from 'node:zlib';
import { base64, base64url, hex } from './made-up.ts';

type Disguise = readonly [name: string, hide: (secret: string) => string];

const middle = (secret: string, put: string) => `${secret.slice(0, 12)}${put}${secret.slice(12)}`;
const each = (secret: string, change: (character: string) => string) => Array.from(secret, change).join('');
const code = (character: string, base: number, width = 0) =>
  character.charCodeAt(0).toString(base).padStart(width, '0');
const time = '2026-11-02T09:14:07.2904078Z ';
const wrapped = (text: string, width: number, between = '\n') =>
  text.match(new RegExp(`.{1,${width}}`, 'g'))?.join(between) ?? '';

export const disguises: readonly Disguise[] = [
  ['a colour before it', s => `\u001b[31m${s}\u001b[0m`],
  ['a colour inside', s => middle(s, '\u001b[1;32m')],
  ['a colour after every character', s => each(s, c => `${c}\u001b[0m`)],
  ['a link of the terminal', s => `\u001b]8;;x\u0007${s}\u001b]8;;\u0007`],
  ['NUL inside', s => middle(s, '\0')],
  ['BEL inside', s => middle(s, '\u0007')],
  ['a backspace', s => middle(s, 'x\b')],
  ['a lone carriage return', s => middle(s, '\r')],
  ['overprinting', s => `progress 10%\r${s}\rdone`],
  ['a zero-width space', s => middle(s, '\u200b')],
  ['a zero-width joiner after every character', s => each(s, c => `${c}\u200d`)],
  ['a soft hyphen', s => middle(s, '\u00ad')],
  ['a byte order mark', s => middle(s, '\ufeff')],
  ['a direction mark', s => middle(s, '\u202e')],
  ['full-width characters', s => each(s, c => String.fromCharCode(c.charCodeAt(0) + 0xfee0))],
  ['a wrapped line', s => middle(s, '\n')],
  ['a wrapped line of a log', s => middle(s, `\n${time}`)],
  ['a continued line', s => middle(s, '\\\n    ')],
  ['a table’s margin', s => `\u2502 ${middle(s, ' \u2502\n\u2502 ')} \u2502`],
  ['a diff', s => `+${middle(s, '\n+')}`],
  ['base64', s => base64(`token=${s}`)],
  ['base64 of URLs', s => base64url(`{"token": "${s}"}`)],
  ['base64 on several lines', s => wrapped(base64(`the token of this job is ${s} and no other one`), 76)],
  ['base64 twice', s => base64(base64(`token ${s}`))],
  ['base64 of a compressed text', s => gzipSync(`token ${s}`).toString('base64')],
  ['hexadecimal digits', s => Buffer.from(s).toString('hex')],
  ['hexadecimal digits with spaces', s => each(s, c => `${code(c, 16, 2)} `)],
  ['a dump', s => dump(`token: ${s}`)],
  ['escapes of a URL', s => each(s, c => `%${code(c, 16, 2)}`)],
  ['some escapes of a URL', s => s.replaceAll('_', '%5F')],
  ['escapes of JSON', s => each(s, c => `\\u${code(c, 16, 4)}`)],
  ['some escapes of JSON', s => `{"text": "line\\n${s.replaceAll('_', '\\u005f')}\\n"}`],
  ['escapes of C', s => each(s, c => `\\x${code(c, 16, 2)}`)],
  ['octal escapes', s => each(s, c => `\\${code(c, 8, 3)}`)],
  ['entities of HTML', s => each(s, c => `&#${c.charCodeAt(0)};`)],
  ['hexadecimal entities', s => s.replaceAll('_', '&#x5f;')],
  ['quoted-printable', s => `token=3D${middle(s, '=\n')}`],
  ['escapes of Markdown', s => s.replaceAll('_', '\\_')],
  ['literals put together', s => `"${middle(s, '" + "')}"`],
  ['literals side by side', s => `('${middle(s, "'\n    '")}')`],
  ['a list of characters', s => `[${each(s, c => `'${c}', `)}]`],
  ['quotes of the shell', s => `token=${middle(s, "''")}`],
  ['escaped twice', s => s.replaceAll('_', '%255F')],
  ['letters around it', s => `x${s}`],
];

/** As `xxd` prints it. */
function dump(text: string): string {
  const rows = text.match(/.{1,16}/g) ?? [];
  return rows
    .map((row, at) => {
      const bytes =
        Buffer.from(row)
          .toString('hex')
          .match(/.{1,4}/g)
          ?.join(' ') ?? '';
      return `${(at * 16).toString(16).padStart(8, '0')}: ${bytes.padEnd(39)}  ${row}`;
    })
    .join('\n');
}

export const unrelated = hex(40, 'commit');
