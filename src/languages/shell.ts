// Reads a shell script as far as it is a plain list of commands.

/** Single commands in order: lines, with continued ones joined, comments left out and `a && b` parted. */
export function commands(text: string): readonly string[] {
  return text
    .replace(/\s*\\\n\s*/g, ' ')
    .split(/\n|\s&&\s/)
    .map(command => command.trim())
    .filter(command => command !== '' && !command.startsWith('#'));
}

/** Whether later commands stand on this one: it changes the folder, the environment or the shell itself. */
export function isPlacing(command: string): boolean {
  return /^(?:cd|export|source|\.|set|ulimit|umask)\s/.test(command);
}
