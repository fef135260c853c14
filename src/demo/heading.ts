// The title above a part of what is printed.

export function heading(text: string): string {
  return `\n── ${text} ${'─'.repeat(Math.max(3, 100 - text.length))}\n`;
}
