// JSON in a Markdown block that GitHub and its neighbours leave as it is, and that obeys no one: what could be an instruction, hides
// or ends the block is written as JSON's own escapes.
import { withoutInstructions } from './instructions.ts';

export function jsonBlock(value: unknown): string {
  const plain = JSON.stringify(value, null, 1).replace(/[^\x20-\x5f\x61-\x7e\n]/g, escaped);
  // It marks each place with a character that is not among these.
  const text = withoutInstructions(plain).replace(/(.)\u200b/g, (_, before: string) => escaped(before));
  return `\`\`\`json\n${text}\n\`\`\``;
}

/** The values of all such blocks, in their order; a block that is no JSON is none. */
export function jsonBlocks(markdown: string): unknown[] {
  return markdown
    .split(/^```/m)
    .filter(part => part.startsWith('json'))
    .flatMap(part => {
      try {
        return [JSON.parse(part.slice('json'.length)) as unknown];
      } catch {
        return [];
      }
    });
}

/** One UTF-16 unit: a character beyond them is two escapes. */
function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
