// hatch creates an environment on first use, with network, so its install and test commands are run directly.
import { z } from 'zod';
import type { Script } from '../../../../incident/reproduction.ts';
import { pyproject } from '../pyproject.ts';
import type { Toxless } from './tox.ts';

const Lines = z.union([z.string().transform(line => [line]), z.array(z.string())]);
const Environment = z.object({
  dependencies: z.array(z.string()).catch([]).default([]),
  'extra-dependencies': z.array(z.string()).catch([]).default([]),
  features: z.array(z.string()).catch([]).default([]),
  'skip-install': z.boolean().catch(false).default(false),
  'env-vars': z.record(z.string(), z.string()).catch({}).default({}),
  scripts: z.record(z.string(), Lines).catch({}).default({}),
});
type Environment = z.infer<typeof Environment>;
const Hatch = z.object({ envs: z.record(z.string(), Environment).catch({}).default({}) });

const call =
  /^hatch\s+(?:-e\s+(?<global>\S+)\s+)?(?:run\s+(?:[+-]\S+\s+)*(?:(?<named>[\w.-]+):)?(?<script>.+)|(?<test>test)\b(?<rest>.*))$/;
/** What hatch installs for `hatch test`: https://hatch.pypa.io/latest/config/internal/testing/ */
const forTests = [
  'coverage-enable-subprocess',
  'coverage[toml]',
  'pytest',
  'pytest-mock',
  'pytest-randomly',
  'pytest-rerunfailures',
  'pytest-xdist[psutil]',
];

/** Unchanged unless the script is a single call of hatch whose environment can be parsed. */
export function withoutHatch(script: Script, text: string | null): Toxless {
  const asked = call.exec(script.text.trim())?.groups;
  const envs = Hatch.safeParse(pyproject(text ?? '')?.tool.hatch ?? {}).data?.envs;
  if (asked === undefined || envs === undefined) return { setup: [], test: script, notes: [] };
  const isTest = asked['test'] !== undefined;
  const name = asked['named'] ?? asked['global'] ?? (isTest ? 'hatch-test' : 'default');
  const own = envs[name] ?? Environment.parse({});
  const basis = isTest ? Environment.parse({ dependencies: forTests }) : (envs['default'] ?? own);
  const lines = isTest
    ? [`python -m pytest${testArguments(asked['rest'] ?? '')}`]
    : linesOf(asked['script'] ?? '', [own, basis]);
  const env = { ...script.env, ...basis['env-vars'], ...own['env-vars'] };
  return {
    setup: [{ ...script, env, text: installing(own, basis) }],
    test: { ...script, env, text: lines.join('\n') },
    notes: [`The commands of hatch's environment ${name} are run directly, without hatch.`],
  };
}

function installing(own: Environment, basis: Environment): string {
  const named = own.dependencies.length > 0 ? own.dependencies : basis.dependencies;
  const dependencies = [...named, ...own['extra-dependencies']].map(one => `'${one}'`);
  const features = own.features.length > 0 ? own.features : basis.features;
  const package_ = own['skip-install'] ? [] : [`-e ${features.length > 0 ? `'.[${features.join(',')}]'` : '.'}`];
  return ['python -m pip install', ...dependencies, ...package_].join(' ');
}

/** Expands a script's name, recursively; another command stays as it is. */
function linesOf(command: string, environments: readonly Environment[], depth = 0): string[] {
  const [name = '', ...rest] = command.trim().split(/\s+/);
  const found = environments.map(one => one.scripts[name]).find(lines => lines !== undefined);
  if (found === undefined || depth > 5) return [command];
  return found.flatMap(line => {
    const filled = line.replace(
      /\{args(?::([^}]*))?\}/g,
      (_, byDefault: string | undefined) => rest.join(' ') || byDefault || '',
    );
    return linesOf(filled.trim(), environments, depth + 1);
  });
}

/** hatch's own options select its environment; those after `--` and positional arguments go to pytest. */
function testArguments(rest: string): string {
  const kept = rest.replace(
    /(?:^|\s)(?:-(?:py|i|x)[ =]\S+|--(?:python|include|exclude)[ =]\S+|--?(?:c|cover|a|all|r|randomize|p|parallel|v|q|s|show)\b|--(?=\s|$))/g,
    '',
  );
  return kept.trim() === '' ? ' tests' : ` ${kept.trim()}`;
}
