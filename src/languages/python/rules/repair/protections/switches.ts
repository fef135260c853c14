// What switches a protection off: a keyword, an attribute or a name that the file did not have before.
import { type Node, nodesOf } from '../../../../syntax.ts';
import { argumentsOf, lastPart, lineOf, type Resolve } from '../../names.ts';
import type { Protected } from './protected-file.ts';

/** Keywords and attributes that say so with `False`; `0` and `None` say the same of them. */
const protecting =
  /^(?:verify|verify_\w+|\w+_verify|check_hostname|validate_certs?|autoescape|httponly|secure|csrf\w*|\w*_(?:httponly|secure)|quote)$/i;
/** Keywords and attributes that say so with `True`. */
const exposing =
  /^(?:shell|allow_pickle|allow_unsafe\w*|resolve_entities|load_dtd|huge_tree|return_exceptions|ignore_errors|skip_verif\w*|insecure|trust_all|debug|eval_str)$/i;
const names =
  /(?:^|\.)(?:_create_unverified_context|_create_stdlib_context|CERT_NONE|disable_warnings|AutoAddPolicy|WarningPolicy|mark_safe|csrf_exempt|AllowAny|MODE_ECB|ARC4|ARC2|PROTOCOL_(?:SSLv2|SSLv3|TLSv1)|enable_load_extension|_create_default_https_context)$/;

export function switchedOff({ file, resolve, resolveBefore }: Protected): string[] {
  const known = keysIn(nodesOf(file.before, ...types), resolveBefore).map(({ key }) => key);
  return keysIn(file.added(types).filter(file.isNew), resolve).flatMap(({ key, node }) => {
    const at = known.indexOf(key);
    if (at >= 0) known.splice(at, 1);
    return at >= 0 ? [] : [`${file.path}:${lineOf(node)} switches a protection off (${key}).`];
  });
}

const types = ['keyword_argument', 'assignment', 'attribute', 'identifier'];

function keysIn(nodes: readonly Node[], resolve: Resolve): { key: string; node: Node }[] {
  return nodes.flatMap(node => {
    const key = keyOf(node, resolve);
    return key === null ? [] : [{ key, node }];
  });
}

function keyOf(node: Node, resolve: Resolve): string | null {
  if (node.type === 'keyword_argument') return ofSetting(node, 'name', 'value');
  if (node.type === 'assignment') return ofSetting(node, 'left', 'right');
  const isPart = node.parent?.type === 'attribute' || node.parent?.type === 'dotted_name';
  const path = isPart ? '' : resolve(node);
  return names.test(path) ? lastPart(path) : null;
}

/** A setting of something: a plain name that is assigned is only a name. */
function ofSetting(node: Node, of: string, to: string): string | null {
  const [left, right] = [node.childForFieldName(of), node.childForFieldName(to)];
  if (!left || !right || (of === 'left' && left.type !== 'attribute' && !/^[A-Z_\d]+$/.test(left.text))) return null;
  const name = left.childForFieldName('attribute')?.text ?? left.text;
  const isOff = protecting.test(name) && /^(?:False|0)$/.test(right.text) && isAlike(node, name);
  const isOn = exposing.test(name) && /^(?:True|1)$/.test(right.text);
  return isOff || isOn ? `${name}=${right.text}` : null;
}

/** `quote=False` says something of `escape()` alone. */
function isAlike(node: Node, name: string): boolean {
  if (name !== 'quote') return true;
  const call = node.parent?.parent;
  return (
    call?.type === 'call' &&
    /escape$/.test(call.childForFieldName('function')?.text ?? '') &&
    argumentsOf(call).length > 0
  );
}
