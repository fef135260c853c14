// Texts that would take a careless reader forever, at any size: half-tokens, openings without an end, rows that look encoded.
import { alnum, plain64 } from './made-up.ts';

const time = '2026-11-02T09:14:07.2904078Z ';
const private_ = 'PRIVATE';

/** A name, and the piece that the text repeats. */
export const longTexts: readonly (readonly [name: string, piece: string])[] = [
  [
    'a line of half-tokens',
    `gh${'p_'}${alnum(20)} ey${'J'}${alnum(9)}. xo${'xb-'}1- sk${'-'}${alnum(9)} AK${'IA'}${alnum(9)} `,
  ],
  ['a line of half-tokens without spaces', `gh${'p_'}ey${'J'}xo${'xb-'}sk${'-'}AK${'IA'}`],
  ['one line', 'x'],
  ['lines of a test run', `${time}tests/test_x.py::test_y PASSED [ 12%]\n`],
  ['openings of keys', `-----BEGIN RSA ${private_} KEY-----\n`],
  ['openings of certificates', `-----BEGIN CERTIFICATE-----\n${alnum(40)} `],
  ['almost web tokens', `.ey${'J'}`],
  ['web tokens within web tokens', `ey${'J-'}`],
  ['almost commands', 'mysql -u a -h '],
  ['commands within commands', 'curl -u a'],
  ['almost sessions', 'cookie:a='],
  ['lists in lists', '{"a":[{"token":'],
  ['quotes in quotes', '{\\"key\\": \\"'],
  ['almost SendGrid keys', `SG.${'a'.repeat(300)}. `],
  ['almost Slack tokens', `xo${'xb-'}a-`],
  ['almost URLs', '://a:b'],
  ['almost headers', 'authorization: bearer '],
  ['almost secrets', 'secret_key='],
  ['almost flags', '--password '],
  ['almost cookies', 'cookie: a=b; '],
  ['real ones without end', `${time}gh${'p_'}${alnum(36)}\n`],
  ['colours', '\u001b[31ma\u001b[0m'],
  ['links of a terminal without end', '\u001b]8;;'],
  ['escapes of a URL', '%41%42'],
  ['quotes put together', '"a" + '],
  ['rows of base64', `${plain64(64)}\n`],
  ['rows of base64 that grow', `${plain64(40)}\n${plain64(41)}\n`],
  ['rows of a dump', '00000010: 484f 4165 334b 7a4e 694d 4c5a 7965 786f  HOAe3KzNiMLZyexo\n'],
  ['rows that are almost a dump', '00000010: 484f 4165 334b 7a4e 694d 4c5a 7965 786f'],
  ['lines of a diff', `+${alnum(30)}\n`],
  ['hexadecimal digits', '3a7f'],
  ['mail', 'a=3D=\n'],
];
