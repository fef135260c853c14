// Signs that a change rewrites the failing test, where that is the examples of a docstring: its module is code, and may be edited.
import type { Failure } from '../../../../incident/evidence.ts';
import { fileOfTest, functionOfTest } from '../../../../incident/test-id.ts';
import { type Node, nodesOf } from '../../../syntax.ts';
import { isDocstring } from '../../source/docstrings.ts';
import { constantString } from '../../source/literals.ts';
import { isTestFileOf } from '../../source/test-files.ts';
import type { FileTrees } from './file-trees.ts';

/** Sentences, one a failing docstring. Added examples count: those of one docstring share their names, so one can feed the next. */
export function changedExamples(files: readonly FileTrees[], targets: readonly Failure[]): string[] {
  const names = (path: string) =>
    targets.flatMap(({ testId }) =>
      fileOfTest(testId) === path && !isTestFileOf(testId) ? (functionOfTest(testId) ?? []) : [],
    );
  return files.flatMap(file =>
    names(file.path)
      .filter(name => isChanged(file, name))
      .map(name => `${file.path} changes the examples of ${name}, which are the failing test.`),
  );
}

function isChanged({ path, before, after }: FileTrees, name: string): boolean {
  const own = (root: Node) => examplesIn(docstringsOf(root, { path, name }));
  // Where no docstring bears the name, the test stands elsewhere in the file, such as in `__test__`.
  const examples = own(before) === '' ? (root: Node) => examplesIn(nodesOf(root, 'string')) : own;
  return examples(before) !== examples(after);
}

/** The strings of the docstrings that doctest gives this name. */
function docstringsOf(root: Node, { path, name }: { path: string; name: string }): Node[] {
  const modules = modulesOf(path);
  return nodesOf(root, 'expression_statement').flatMap(node => {
    const scope = isDocstring(node) ? scopeOf(node) : null;
    const isOwn = scope !== null && modules.some(module => [module, ...scope].join('.') === name);
    return isOwn ? (node.firstNamedChild ?? []) : [];
  });
}

/** `src/shop/mail.py` may be imported as `src.shop.mail`, `shop.mail` or `mail`. */
function modulesOf(path: string): string[] {
  const parts = path.replace(/(?:(?<=.)\/__init__)?\.py$/, '').split('/');
  return parts.map((_, at) => parts.slice(at).join('.'));
}

/** The names of the classes and functions around it, outermost first. */
function scopeOf(node: Node): string[] {
  const names: string[] = [];
  for (let around = node.parent; around !== null; around = around.parent) {
    const isNamed = /^(?:function|class)_definition$/.test(around.type);
    if (isNamed) names.unshift(around.childForFieldName('name')?.text ?? '');
  }
  return names;
}

/** Each from its `>>>` to a blank line, without the indentation. */
function examplesIn(strings: readonly Node[]): string {
  const lines: string[] = [];
  for (const text of strings.map(string => constantString(string) ?? string.text)) {
    let indentation: number | null = null;
    for (const line of text.split(/\r?\n/)) {
      const start = /^\s*(?=>>>)/.exec(line)?.[0].length;
      indentation = start ?? (line.trim() === '' ? null : indentation);
      if (indentation !== null) lines.push(line.slice(indentation).trimEnd());
    }
  }
  return lines.join('\n');
}
