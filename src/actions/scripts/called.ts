// Whether a shell script calls a command, rather than names it among the arguments of another.

/** A value ends where another command may begin, and nothing spans lines: so no part of a text is read from many starts. */
const variable = String.raw`[A-Za-z_]\w*=(?:[^\s;&|(\x60]|\$\([^()\n]*\))*`;

/** What may stand before a command's name: words of the shell, variables, `sudo`, and tools that run another one. */
const before = [
  String.raw`(?:^|[;&|(\x60])[ \t]*`,
  String.raw`(?:(?:then|do|else|if|while|until|time|exec|!|${variable})[ \t]+)*`,
  String.raw`(?:sudo[ \t]+(?:-[^\s;&|(\x60]+[ \t]+|${variable}[ \t]+)*)?`,
  String.raw`(?:[\w.-]+[ \t]+(?:run|-m)[ \t]+|[a-z]+x[ \t]+)?(?:\./)?`,
].join('');

/** A pattern for calls of this command, which is the source of a regular expression. */
export function callOf(command: string): RegExp {
  return new RegExp(`${before}(?:${command})(?=\\s|$|[;&|)])`, 'm');
}

export function calls(text: string, program: string): boolean {
  return callOf(program.replace(/[.+]/g, '\\$&')).test(text);
}
