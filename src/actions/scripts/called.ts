// Whether a shell script calls a command, rather than names it among the arguments of another.

/** What may stand before a command's name: words of the shell, variables, `sudo`, and tools that run another one. */
const before = [
  String.raw`(?:^|[;&|(\x60])\s*`,
  String.raw`(?:(?:then|do|else|if|while|until|time|exec|!|[A-Za-z_]\w*=\S*)\s+)*`,
  String.raw`(?:sudo\s+(?:-\S+\s+|[A-Za-z_]\w*=\S*\s+)*)?`,
  String.raw`(?:[\w.-]+\s+(?:run|-m)\s+|[a-z]+x\s+)?(?:\./)?`,
].join('');

/** A pattern for calls of this command, which is the source of a regular expression. */
export function callOf(command: string): RegExp {
  return new RegExp(`${before}(?:${command})(?=\\s|$|[;&|)])`, 'm');
}

export function calls(text: string, program: string): boolean {
  return callOf(program.replace(/[.+]/g, '\\$&')).test(text);
}
