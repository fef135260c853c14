// The list of all attacks with their expected ends, as Markdown: `test/hostile/README.md`.
import type { Suite } from './case.ts';
import { playablesOf } from './result.ts';

const opening = `# The hostile suite

Everything here tries to become a pull request that is wrong or harmful, or to hide what it is; honest controls must not be
refused. \`npm run hostile\` plays it all through the product's own stages, first without a container, then what is left in one.
\`npm test\` plays all that needs no container, and one attack of each class that does.
This list is made from the data: \`npm run hostile -- --list > test/hostile/README.md\`.
`;

export function listText(suite: Suite): string {
  const playables = playablesOf(suite);
  const classes = [...Map.groupBy(playables, each => `${each.case.class} (${each.kind})`)];
  const sections = classes.map(([title, own]) => {
    const rows = own.map(({ case: one }) => {
      const open = one.isOpen ? ' (today it comes through)' : '';
      return `| ${one.name} | ${'project' in one ? one.project : `${one.texts} texts`} | ${one.end}${open} |`;
    });
    return [`## ${title}`, '', '| attack | on | expected end |', '|---|---|---|', ...rows, ''].join('\n');
  });
  return [opening, `${playables.length} cases.`, '', ...sections].join('\n');
}
