// The container image holds what `main.ts` needs, and none of the stand-ins, measurements and demo.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { openEnvironment } from '../src/config/environment.ts';
import { configFrom } from '../src/config.ts';

const root = join(import.meta.dirname, '..');
const kept = copiedFiles();

/** Bytes. Node's own image has about 230 MB, git and what it needs about 110 MB; all together stay below 500 MB. */
const mostForPackages = 140_000_000;

describe('the container image', () => {
  test('has no stand-in, no measurement and no demo', () => {
    expect(kept.filter(file => /^(?:src\/(?:standins|measure|demo)|demo-repo|test)\//.test(file))).toEqual([]);
  });

  test('has every file that main.ts imports, directly or not', () => {
    const needed = [...reachableFrom('src/main.ts')].filter(file => !file.includes('/generated/'));
    expect(needed.length).toBeGreaterThan(100);
    expect(needed.filter(file => !kept.includes(file))).toEqual([]);
  });

  test('has the migrations', () => {
    expect(kept.filter(file => file.endsWith('.sql')).length).toBeGreaterThan(0);
  });

  test('has what set-up reads', () => {
    for (const file of ['app.yml', '.env.example']) expect(kept).toContain(file);
  });

  test('runs as a user without rights, and its health is checked', () => {
    const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile).toMatch(/^HEALTHCHECK .*\n.*\/healthz/m);
  });

  test('has packages of less than 140 MB', () => {
    const bytes = productionFiles().reduce((sum, file) => sum + statSync(file).size, 0);
    expect(bytes).toBeGreaterThan(20_000_000);
    expect(bytes).toBeLessThan(mostForPackages);
  });
});

describe('compose.yaml, with .env made from .env.example,', () => {
  const { services } = parse(readFileSync(join(root, 'compose.yaml'), 'utf8'));
  const { environment, env_file, ports, volumes, ...service } = services.nightwatch;
  const given = { ...parseEnv(readFileSync(join(root, '.env.example'), 'utf8')), ...environment };

  test('gives a server in production mode that others than itself reach, which asks to be set up', () => {
    expect(env_file).toBe('.env');
    const { isProduction, server, credentials } = configFrom(given);
    expect({ isProduction, server, credentials }).toEqual({
      isProduction: true,
      server: { host: '0.0.0.0', port: 3000, publicUrl: undefined },
      credentials: null,
    });
    // The port inside is the one outside, by which the set-up page knows its own address.
    expect(ports).toEqual([expect.stringMatching(/^127\.0\.0\.1:(\$\{PORT:-3000\}):\1$/)]);
  });

  test('keeps on a volume whatever has to outlive the container, and what is saved takes effect', async () => {
    const { dataDirectory, databaseUrl } = configFrom(given);
    expect(volumes).toContain(`data:${dataDirectory}`);
    expect(databaseUrl).toMatch(`file:${dataDirectory}/`);
    expect(environment.ENV_FILE).toMatch(`${dataDirectory}/`);
    expect(
      openEnvironment({ ...given }).hides(['APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET', 'PRIVATE_KEY_PATH']),
    ).toEqual([]);
  });

  test('has a first process that reaps, and time to stop', () => {
    expect(service).toMatchObject({ init: true, restart: 'unless-stopped', stop_grace_period: '40s' });
    expect(volumes).toContain('/var/run/docker.sock:/var/run/docker.sock');
  });
});

/** What the Dockerfile leaves of node_modules, here: of the optional packages only one driver, without maps and declarations. */
function productionFiles(): string[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Packages };
  const driver = `node_modules/@libsql/linux-${process.arch}-gnu`;
  const names = Object.keys(packages).filter(name => {
    const { dev, optional, devOptional } = packages[name] ?? {};
    return name === driver || (name !== '' && !dev && !optional && !devOptional);
  });
  const isLeftOut = (file: string) =>
    /\.(?:map|d\.[cm]?ts)$/.test(file) || (/query_compiler_/.test(file) && !file.includes('sqlite'));
  return names.flatMap(filesOfPackage).filter(file => !isLeftOut(file));
}

type Packages = Record<string, { dev?: boolean; optional?: boolean; devOptional?: boolean }>;

/** Without the packages below it, which have names of their own. */
function filesOfPackage(name: string): string[] {
  return readdirSync(join(root, name), { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter(
      entry => entry.isFile() && !join(entry.parentPath, '').slice(join(root, name).length).includes('node_modules'),
    )
    .map(entry => join(entry.parentPath, entry.name));
}

/** Files of the build context that a COPY of the Dockerfile takes: those below its sources that .dockerignore lets through. */
function copiedFiles(): string[] {
  const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n').filter(Boolean);
  const copies = readFileSync(join(root, 'Dockerfile'), 'utf8').matchAll(/^COPY (?!--from)(.+) \S+$/gm);
  const sources = [...copies].flatMap(([, paths = '']) => paths.split(' '));
  const isIgnored = (path: string) => ignored.some(each => path === each || path.startsWith(`${each}/`));
  return sources.flatMap(filesBelow).filter(path => !isIgnored(path));
}

function filesBelow(path: string): string[] {
  if (statSync(join(root, path)).isFile()) return [path];
  return readdirSync(join(root, path), { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => posix.relative(root, posix.join(entry.parentPath, entry.name)));
}

function reachableFrom(entry: string): Set<string> {
  const found = new Set<string>();
  const visit = (file: string) => {
    if (found.has(file) || !existsSync(join(root, file))) return;
    found.add(file);
    const text = readFileSync(join(root, file), 'utf8');
    for (const [, path = ''] of text.matchAll(/['"](\.\.?\/[^'"\n]+\.ts)['"]/g))
      visit(posix.join(posix.dirname(file), path));
  };
  visit(entry);
  return found;
}
