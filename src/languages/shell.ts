// Parses shell scripts.
import { fromSyntax, type Node, nodesOf } from './syntax.ts';

/**
 * The single commands in order: splits lists (`a && b`, `a; b`), joins continued lines and drops comments. Alternatives
 * (`a || b`), pipelines, compound commands and heredocs stay whole. Text that does not parse is read line by line.
 */
export function commands(text: string): readonly string[] {
  const script = text.replaceAll('\r\n', '\n');
  const found = fromSyntax('bash', script, root => root.namedChildren.flatMap(node => (node ? parts(node) : [])));
  return (found ?? lines(script)).filter(command => command !== '');
}

/** Whether the script is a plain list of commands, without conditions, loops or functions; false if it does not parse. */
export function isList(text: string): boolean {
  return fromSyntax('bash', text, root => !root.hasError && nodesOf(root, ...compound).length === 0) ?? false;
}

/** Whether the script contains a heredoc. */
export function hasHeredoc(text: string): boolean {
  return fromSyntax('bash', text, root => nodesOf(root, 'heredoc_redirect').length > 0) ?? false;
}

/** The words of a command without their quotes, and without redirections; expansions stay as written. */
export function words(command: string): readonly string[] {
  const found = fromSyntax('bash', command.trim(), root => root.children.flatMap(node => (node ? wordsOf(node) : [])));
  return found ?? command.split(/\s+/);
}

/** Whether later commands depend on this one: it changes the folder, the environment or the shell itself. */
export function isPlacing(command: string): boolean {
  const [name = '', ...rest] = words(command);
  return rest.length > 0 && placing.has(name);
}

const placing = new Set(['cd', 'export', 'source', '.', 'set', 'ulimit', 'umask']);
const compound = [
  'if_statement',
  'for_statement',
  'c_style_for_statement',
  'while_statement',
  'case_statement',
  'function_definition',
];

function lines(text: string): string[] {
  return text.split('\n').map(line => line.trim());
}

function parts(node: Node): string[] {
  if (node.type === 'comment') return [];
  if (node.type === 'ERROR') return lines(node.text).filter(line => !line.startsWith('#'));
  const body = node.type === 'redirected_statement' ? node.childForFieldName('body') : null;
  if (body?.type === 'list') {
    // A redirection after a list belongs to its last command.
    const [last = '', ...before] = parts(body).toReversed();
    return [...before.toReversed(), last + joined(node, body.endIndex)];
  }
  const operator = node.type === 'list' ? node.children.find(child => child?.type === '&&') : null;
  if (!operator) return [joined(node, node.startIndex).trim()];
  return node.namedChildren.flatMap(child => (child ? parts(child) : []));
}

/** The node's text from an offset, with continued lines joined, except within quotes and heredocs. */
function joined(node: Node, start: number): string {
  const kept = nodesOf(node, 'raw_string', 'heredoc_body').filter(one => one.startIndex >= start);
  const offset = node.startIndex;
  const pieces: string[] = [];
  let at = start;
  for (const one of kept) {
    pieces.push(joinedLines(node.text.slice(at - offset, one.startIndex - offset)), one.text);
    at = one.endIndex;
  }
  return [...pieces, joinedLines(node.text.slice(at - offset))].join('');
}

function joinedLines(text: string): string {
  return text.replace(/(?<!\s)\s*\\\n\s*/g, ' ');
}

function wordsOf(node: Node): string[] {
  const children = node.children.filter(child => child !== null);
  switch (node.type) {
    case 'comment':
    case 'file_redirect':
    case 'heredoc_redirect':
    case 'herestring_redirect':
      return [];
    case 'ERROR':
      return node.text.split(/\s+/).filter(word => word !== '');
    case 'command':
    case 'declaration_command':
    case 'redirected_statement':
    case 'test_command':
      return children.flatMap(wordsOf);
    default:
      return [unquoted(node)];
  }
}

function unquoted(node: Node): string {
  if (node.type === 'raw_string' || node.type === 'string') return node.text.slice(1, -1);
  if (!['concatenation', 'command_name', 'variable_assignment'].includes(node.type)) return node.text;
  return node.children.map(child => (child ? unquoted(child) : '')).join('');
}
