// nox creates its environments itself, with network: a simple session is run directly, another gets its environment in setup.
import type { Script } from '../../../../incident/reproduction.ts';
import { words } from '../../../shell.ts';
import type { Toxless } from './tox.ts';

const call = /^((?:python[\d.]* -m |uv run |uvx )?nox)(?![\w-])([^|&;<>\n]*)$/;

/** Unchanged unless the script is a single call of nox. `noxfile` is null if there is none. */
export function withoutNox(script: Script, noxfile: string | null): Toxless {
  const asked = call.exec(script.text.trim());
  if (asked === null) return { setup: [], test: script, notes: [] };
  const [mine = '', theirs = ''] = (asked[2] ?? '').split(/\s--(?:\s|$)/);
  const session = /(?:^|\s)(?:-s|-e|--sessions?)[ =]?["']?([\w.-]+)/.exec(mine)?.[1]?.replace(/-\d[\d.]*$/, '');
  const lines = noxfile === null || session === undefined ? null : sessionLines(noxfile, session, theirs);
  if (lines === null) return made(script, { nox: asked[1] ?? 'nox', given: words(mine).join(' ') }, theirs);
  return {
    setup: lines.install.length === 0 ? [] : [{ ...script, text: lines.install.join('\n') }],
    test: { ...script, text: lines.run.join('\n') },
    notes: ["The commands of nox's session are run directly, without nox."],
  };
}

/** Null unless the session only calls `install` and `run` with string literals. */
function sessionLines(noxfile: string, session: string, theirs: string): { install: string[]; run: string[] } | null {
  const body = bodyOf(noxfile, session);
  if (body === null) return null;
  const calls = [...body.matchAll(/session\.(install|run|run_always)\(((?:[^()"']|"[^"]*"|'[^']*')*)\)/g)];
  const rest = calls.reduce((left, [whole]) => left.replace(whole, ''), body).replace(/"""[\s\S]*?"""|#.*/g, '');
  const spelled = calls.map(([, kind, given = '']) => ({ kind, line: plainWords(given, theirs) }));
  if (rest.trim() !== '' || spelled.some(({ line }) => line === null)) return null;
  const of = (wanted: boolean) =>
    spelled.filter(({ kind }) => (kind === 'install') === wanted).map(({ line }) => line ?? '');
  const run = of(false);
  return run.length === 0 ? null : { install: of(true).map(line => `python -m pip install ${line}`), run };
}

function bodyOf(noxfile: string, session: string): string | null {
  const lines = noxfile.split('\n');
  const start = lines.findIndex(line => new RegExp(`^def ${session.replaceAll('-', '_')}\\(session\\b`).test(line));
  if (start === -1) return null;
  const end = lines.findIndex((line, index) => index > start && /^\S/.test(line));
  return lines.slice(start + 1, end === -1 ? undefined : end).join('\n');
}

/** The arguments of a call as words; null if one is not a literal. */
function plainWords(given: string, theirs: string): string | null {
  const parts = given
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '' && !/^(?:external|silent|env)=/.test(part));
  const literal = parts.map(part =>
    part === '*session.posargs' ? theirs : (/^(["'])([^"'\\]*)\1$/.exec(part)?.[2] ?? null),
  );
  if (literal.includes(null)) return null;
  return literal
    .map(word => (/^[\w./=:,@+-]*$/.test(word ?? '') ? word : `'${word}'`))
    .filter(Boolean)
    .join(' ');
}

function made(script: Script, { nox, given }: { nox: string; given: string }, theirs: string): Toxless {
  return {
    setup: [{ ...script, text: `${nox} ${given} --install-only`.replace(/ +/g, ' ') }],
    test: { ...script, text: `${nox} -R ${given}${theirs === '' ? '' : ` -- ${theirs}`}`.trim() },
    notes: [
      "nox's environment is created during setup. If its session installs a copy of the package, changes do not reach it.",
    ],
  };
}
