// Python's literals in one spelling, so that 'a' and "a", 7 and 07.0, [1,2] and [1, 2] can be compared.
import { fromSyntax, type Node, nodesOf } from '../../syntax.ts';

/** Every string and number in the code, comments left out. */
export function literalsIn(code: string): string[] {
  return fromSyntax('python', code, literalsOf) ?? [];
}

/** The whole expression in one spelling, when it is nothing but a value: a literal, or brackets full of them; null otherwise. */
export function literal(expression: string): string | null {
  return fromSyntax('python', expression, root => {
    const [only, ...others] = childrenOf(root);
    return only?.type === 'expression_statement' && others.length === 0 ? literalOf(only) : null;
  });
}

/** Every string and number in a node; a number with a sign counts with it and without. */
export function literalsOf(node: Node): string[] {
  return nodesOf(node, 'string', 'integer', 'float').flatMap(each => {
    if (each.type === 'string') return JSON.stringify(partOfString(each).text);
    const value = numberOf(each.text);
    return isNegated(each) ? [`-${value}`, value] : [value];
  });
}

/** As `literal`, of a node. */
export function literalOf(node: Node): string | null {
  switch (node.type) {
    case 'none':
    case 'true':
    case 'false':
      return node.text;
    case 'integer':
    case 'float':
      return numberOf(node.text);
    case 'unary_operator': {
      const value = literalOf(node.childForFieldName('argument') ?? node);
      return node.firstChild?.type === '-' && value !== null && /^\d/.test(value) ? `-${value}` : null;
    }
    case 'string':
    case 'concatenated_string': {
      const value = constantString(node);
      return value === null ? null : JSON.stringify(value);
    }
    case 'parenthesized_expression':
    case 'expression_statement':
      return node.namedChildCount === 1 && node.firstNamedChild ? literalOf(node.firstNamedChild) : null;
    default:
      return collectionOf(node);
  }
}

const brackets: Readonly<Record<string, string>> = {
  list: '[]',
  tuple: '()',
  expression_list: '()',
  set: '{}',
  dictionary: '{}',
};

function collectionOf(node: Node): string | null {
  const ends = brackets[node.type];
  if (ends === undefined) return null;
  const items = childrenOf(node).map(item => {
    if (item.type !== 'pair') return literalOf(item);
    const [key, value] = ['key', 'value'].map(field => literalOf(item.childForFieldName(field) ?? item));
    return key === null || value === null ? null : `${key}:${value}`;
  });
  return items.includes(null) ? null : `${ends[0]}${items.join(',')}${ends[1]}`;
}

/** What a constant string says: pieces that are written side by side or added are one; null when any is computed. */
export function constantString(node: Node): string | null {
  switch (node.type) {
    case 'string': {
      const { text, isComputed } = partOfString(node);
      return isComputed ? null : text;
    }
    case 'concatenated_string':
      return joined(childrenOf(node));
    case 'parenthesized_expression':
      return joined(childrenOf(node));
    case 'binary_operator':
      return node.childForFieldName('operator')?.text === '+'
        ? joined(['left', 'right'].flatMap(field => node.childForFieldName(field) ?? []))
        : null;
    default:
      return null;
  }
}

function joined(nodes: readonly Node[]): string | null {
  const texts = nodes.map(constantString);
  return texts.length === 0 || texts.includes(null) ? null : texts.join('');
}

/** The text of one string, its escapes undone; values that are computed in it are left out. */
function partOfString(node: Node): { text: string; isComputed: boolean } {
  const pieces = piecesOf(node);
  const text = pieces.filter(piece => typeof piece === 'string').join('');
  return { text, isComputed: pieces.some(piece => typeof piece !== 'string') };
}

/** What one string is made of: text, its escapes undone, and what is computed in it. */
export function piecesOf(string: Node): (string | Node)[] {
  const isRaw = /^[a-zA-Z]*[rR]/.test(string.text);
  return childrenOf(string).flatMap(part => {
    if (part.type === 'interpolation') return part;
    return part.type === 'string_content' ? (isRaw ? part.text : unescaped(part.text)) : [];
  });
}

const meanings: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\n': '',
  '\\': '\\',
  '"': '"',
  "'": "'",
};

function unescaped(text: string): string {
  return text.replace(/\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|[\s\S])/g, sequence => {
    const code = Number.parseInt(sequence.slice(2), 16);
    return sequence.length > 2 ? String.fromCharCode(code) : (meanings[sequence.slice(1)] ?? sequence);
  });
}

function numberOf(digits: string): string {
  const value = Number(digits.replaceAll('_', ''));
  return Number.isNaN(value) ? digits : String(value);
}

function isNegated(number: Node): boolean {
  return number.previousSibling?.type === '-' && /^(?:unary_operator|case_pattern)$/.test(number.parent?.type ?? '');
}

/** Comments are no part of a value. */
function childrenOf(node: Node): Node[] {
  return node.namedChildren.flatMap(child => (child === null || child.type === 'comment' ? [] : child));
}
