// Regression tests that say little or go round the code: what a value is not, what a source file says, what another process does.
import type { GuardSurroundings } from '../../../contract/rules.ts';
import { fromSyntax, type Node, nodesOf } from '../../../syntax.ts';
import { constantString } from '../../source/literals.ts';
import { argumentsOf, importsOf, resolver } from '../names.ts';
import type { Candidate } from './forbidden.ts';

/** Of what a call resolves to. What CI's failing tests do themselves belongs to the failure. */
const calls: readonly [RegExp, string][] = [
  [
    /^(?:inspect\.(?:getsource\w*|findsource|getfile|getmodule)|linecache\.\w+|tokenize\.\w+|dis\.\w+|ast\.parse|pkgutil\.get_data)$|\.get_source$/,
    'It reads source text.',
  ],
  [
    /^(?:importlib\.(?:import_module|reload|__import__|util\.\w+)|(?:builtins\.)?__import__|imp\.\w+|runpy\.\w+|pkgutil\.resolve_name)$/,
    'It imports by name.',
  ],
  [
    /^(?:(?:builtins\.)?(?:exec|compile)|os\.(?:system|popen|fork|exec\w+|spawn\w+|posix_spawn\w*)|subprocess\.\w+|pty\.\w+|asyncio\.create_subprocess_\w+|doctest\.\w+)$/,
    'It executes something else.',
  ],
  [
    /^(?:asyncio\.(?:open_connection|start_server|open_unix_connection|start_unix_server)|socketserver\.\w+|http\.server\.\w+|urllib\.request\.\w+)$/,
    'It connects.',
  ],
  [/^(?:signal\.(?:pause|sigwait|alarm|setitimer)|threading\.Timer|select\.\w+|(?:builtins\.)?input)$/, 'It waits.'],
];

/** Sentences, each once. */
export function evasionsOf(
  candidate: Candidate,
  { failing, suspects }: Pick<GuardSurroundings, 'failing' | 'suspects'>,
): string[] {
  const { root, resolve } = candidate;
  const found = nodesOf(root, 'call').flatMap(call => {
    const name = resolve(call.childForFieldName('function') ?? call);
    const sentences = calls.flatMap(([pattern, sentence]) => (pattern.test(name) ? [sentence] : []));
    return (isSourceOpened(call, name) ? ['It reads source text.', ...sentences] : sentences).map(words => ({
      name,
      words,
    }));
  });
  // Where equality itself is suspect, what is not equal is the result.
  const isOfEquality = suspects.some(({ text }) => /\bdef __(?:eq|ne)__\b/.test(text));
  const inCi = found.length === 0 ? new Set() : new Set(failing.texts.flatMap(calledIn));
  const sentences = found.flatMap(({ name, words }) => (inCi.has(name) ? [] : [words]));
  return [...new Set([...sentences, ...(saysOnlyWhatIsNot(candidate) && !isOfEquality ? [onlyNegative] : [])])];
}

function calledIn(text: string): string[] {
  const found = fromSyntax('python', text, root => {
    const resolve = resolver(importsOf(root));
    return nodesOf(root, 'call').map(call => resolve(call.childForFieldName('function') ?? call));
  });
  return found ?? [];
}

/** `open("shop/mail.py")`, `Path("shop/mail.py").read_text()`, `open(mail.__file__)`; not what is written to a temporary folder. */
function isSourceOpened(call: Node, name: string): boolean {
  const made = call.childForFieldName('function');
  const isOpened = /^(?:(?:builtins|io|codecs)\.)?open$/.test(name);
  const isRead =
    made?.type === 'attribute' &&
    /^(?:read_text|read_bytes|open)$/.test(made.childForFieldName('attribute')?.text ?? '');
  const target = isOpened
    ? argumentsOf(call)[0]?.value
    : isRead
      ? (made?.childForFieldName('object') ?? undefined)
      : undefined;
  if (!target || /\b(?:tmp\w*|temp\w*)\b/.test(target.text)) return false;
  const strings = target.type === 'string' ? [target] : nodesOf(target, 'string');
  const isOfModule = nodesOf(target, 'attribute').some(
    each => each.childForFieldName('attribute')?.text === '__file__',
  );
  return isOfModule || strings.some(string => /\.pyi?$/.test(constantString(string) ?? ''));
}

const onlyNegative = 'It only says what a value is not; it should say what it is.';

/** `is not None` says something, but nothing that makes up for the others. */
function saysOnlyWhatIsNot({ root, resolve }: Candidate): boolean {
  const asserted = nodesOf(root, 'assert_statement').flatMap(({ firstNamedChild }) => firstNamedChild ?? []);
  const called = nodesOf(root, 'call').map(call => resolve(call.childForFieldName('function') ?? call));
  const own = called.filter(name => /(?:^|\.)(?:raises|warns|assert_\w+)$|\.assert[A-Z]\w*$/.test(name));
  const kinds = [
    ...asserted.map(kindOf),
    ...own.map(name => (/\.assert(?:Not(?=\w*Equal)\w*|IsNot)$/.test(name) ? 'negative' : 'positive')),
  ];
  return kinds.includes('negative') && !kinds.includes('positive');
}

function kindOf(node: Node): 'negative' | 'positive' | 'neutral' {
  if (node.type === 'parenthesized_expression' && node.firstNamedChild) return kindOf(node.firstNamedChild);
  if (node.type === 'boolean_operator') {
    const kinds = ['left', 'right'].map(field => kindOf(node.childForFieldName(field) ?? node));
    return kinds.includes('positive') ? 'positive' : kinds.includes('negative') ? 'negative' : 'neutral';
  }
  const inner = node.type === 'not_operator' ? node.childForFieldName('argument') : null;
  if (inner) return /^==/.test(operatorOf(inner)) ? 'negative' : 'positive';
  if (!/^(?:!=|is not)$/.test(operatorOf(node))) return 'positive';
  return node.lastNamedChild?.type === 'none' ? 'neutral' : 'negative';
}

/** Of a comparison, brackets left out; '' for anything else. */
function operatorOf(node: Node): string {
  if (node.type === 'parenthesized_expression' && node.firstNamedChild) return operatorOf(node.firstNamedChild);
  return node.type === 'comparison_operator' ? (node.child(1)?.text.replace(/\s+/g, ' ') ?? '') : '';
}
