// The environment, read once and checked all at once. Nothing else reads process.env.
import { existsSync } from 'node:fs';
import { getPrivateKey } from '@probot/get-private-key';
import { z } from 'zod';

type Environment = Readonly<Record<string, string | undefined>>;

const isUrl = z.url({ protocol: /^https?$/, error: 'expected an http or https URL' });
const count = (fallback: number, most: number) =>
  z.coerce
    .number({ error: `expected a whole number from 1 to ${most}` })
    .int({ error: 'expected a whole number' })
    .min(1, { error: 'expected at least 1' })
    .max(most, { error: `expected at most ${most}` })
    .default(fallback);
const amount = (fallback: number) =>
  z.coerce
    .number({ error: 'expected a number above 0' })
    .positive({ error: 'expected a number above 0' })
    .default(fallback);

/** Every variable, its form and its default; `.env.example` tells the same to people. */
const Variables = z.object({
  NODE_ENV: z.string().default('development'),
  APP_ID: z.coerce.number({ error: 'expected the number of the GitHub App' }).int().positive().optional(),
  PRIVATE_KEY: z.string().optional(),
  PRIVATE_KEY_PATH: z.string().optional(),
  WEBHOOK_SECRET: z.string().default('development'),
  WEBHOOK_PATH: z
    .string()
    .startsWith('/', { error: 'expected a path that starts with /' })
    .default('/api/github/webhooks'),
  WEBHOOK_PROXY_URL: isUrl.optional(),
  PORT: count(3000, 65_535),
  HOST: z.string().default('localhost'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal'], {
      error: 'expected trace, debug, info, warn, error or fatal',
    })
    .default('info'),
  GHE_HOST: z.string().optional(),
  GHE_PROTOCOL: z.enum(['https', 'http'], { error: 'expected https or http' }).default('https'),
  GEMINI_API_KEY: z.string().optional(),
  GEMINI_MODEL: z.string().default('gemini-3.8-flash'),
  GEMINI_BASE_URL: isUrl.optional(),
  GEMINI_INPUT_PRICE: amount(0.5),
  GEMINI_OUTPUT_PRICE: amount(3),
  GEMINI_TIMEOUT_SECONDS: count(180, 3600),
  DATABASE_URL: z
    .string()
    .startsWith('file:', { error: 'expected a SQLite file such as file:./.nightwatch/nightwatch.db' })
    .default('file:./.nightwatch/nightwatch.db'),
  DATA_DIRECTORY: z.string().default('./.nightwatch'),
  DASHBOARD_TOKEN: z.string().min(16, { error: 'expected at least 16 characters' }).optional(),
  WORKER_CONCURRENCY: count(2, 64),
  INCIDENT_ATTEMPTS: count(3, 3),
  INCIDENT_DOLLARS: amount(0.5),
  SANDBOX_MEMORY_MB: count(2048, 1_048_576),
  SANDBOX_CPUS: amount(2),
  SANDBOX_PIDS: count(512, 65_535),
  SANDBOX_SETUP_SECONDS: count(900, 7200),
  SANDBOX_CA_BUNDLE: z.string().optional(),
});
type Variables = z.infer<typeof Variables>;

/** What a registered GitHub App is known by. */
export interface AppCredentials {
  readonly appId: number;
  readonly privateKey: string;
}

export interface Config {
  readonly isProduction: boolean;
  /** Null until the App is registered: the server then shows Probot's set-up page. */
  readonly credentials: AppCredentials | null;
  readonly server: { readonly port: number; readonly host: string };
  readonly webhooks: { readonly secret: string; readonly path: string; readonly proxyUrl: string | undefined };
  readonly githubApiUrl: string;
  readonly logLevel: Variables['LOG_LEVEL'];
  readonly gemini: {
    readonly apiKey: string;
    readonly model: string;
    readonly baseUrl: string | undefined;
    readonly prices: { readonly input: number; readonly output: number };
    readonly timeoutSeconds: number;
  };
  readonly databaseUrl: string;
  readonly dataDirectory: string;
  readonly dashboardToken: string | undefined;
  readonly concurrency: number;
  readonly limits: { readonly attempts: number; readonly dollars: number };
  readonly sandbox: {
    readonly memoryMb: number;
    readonly cpus: number;
    readonly pids: number;
    readonly setupSeconds: number;
    readonly caBundle: string | undefined;
  };
}

/** Every bad value, named, with what is expected: one line each. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** Reads `.env` where there is one (it does not override what is set), then process.env. Throws `ConfigError`. */
export function readConfig(): Config {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return configFrom(process.env);
}

/** Throws `ConfigError`. An empty value counts as not set. */
export function configFrom(environment: Environment): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== '' && value !== undefined),
  );
  const parsed = Variables.safeParse(given);
  const problems = parsed.success
    ? problemsOf(parsed.data)
    : parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`);
  if (!parsed.success || problems.length > 0)
    throw new ConfigError(`The configuration cannot be used:\n${problems.map(problem => `  ${problem}`).join('\n')}`);
  return Object.freeze(configOf(parsed.data));
}

/** What no single value shows. */
function problemsOf(variables: Variables): string[] {
  const problems: string[] = [];
  const hasKey = Boolean(variables.PRIVATE_KEY || variables.PRIVATE_KEY_PATH);
  const isProduction = variables.NODE_ENV === 'production';
  if (isProduction && variables.WEBHOOK_SECRET === 'development')
    problems.push(
      'WEBHOOK_SECRET: expected the secret of the App; in production it must be set, and not to "development"',
    );
  if (variables.APP_ID && !hasKey)
    problems.push('PRIVATE_KEY or PRIVATE_KEY_PATH: expected the private key of the App');
  if (variables.APP_ID && !variables.GEMINI_API_KEY)
    problems.push('GEMINI_API_KEY: expected a key from Google AI Studio');
  if (isProduction && !variables.APP_ID) problems.push('APP_ID: expected the number of the GitHub App');
  return problems;
}

function configOf(variables: Variables): Config {
  return {
    isProduction: variables.NODE_ENV === 'production',
    credentials: credentialsOf(variables),
    server: { port: variables.PORT, host: variables.HOST },
    webhooks: { secret: variables.WEBHOOK_SECRET, path: variables.WEBHOOK_PATH, proxyUrl: variables.WEBHOOK_PROXY_URL },
    githubApiUrl: variables.GHE_HOST
      ? `${variables.GHE_PROTOCOL}://${variables.GHE_HOST}/api/v3`
      : 'https://api.github.com',
    logLevel: variables.LOG_LEVEL,
    gemini: {
      apiKey: variables.GEMINI_API_KEY ?? '',
      model: variables.GEMINI_MODEL,
      baseUrl: variables.GEMINI_BASE_URL,
      prices: { input: variables.GEMINI_INPUT_PRICE, output: variables.GEMINI_OUTPUT_PRICE },
      timeoutSeconds: variables.GEMINI_TIMEOUT_SECONDS,
    },
    databaseUrl: variables.DATABASE_URL,
    dataDirectory: variables.DATA_DIRECTORY,
    dashboardToken: variables.DASHBOARD_TOKEN,
    concurrency: variables.WORKER_CONCURRENCY,
    limits: { attempts: variables.INCIDENT_ATTEMPTS, dollars: variables.INCIDENT_DOLLARS },
    sandbox: {
      memoryMb: variables.SANDBOX_MEMORY_MB,
      cpus: variables.SANDBOX_CPUS,
      pids: variables.SANDBOX_PIDS,
      setupSeconds: variables.SANDBOX_SETUP_SECONDS,
      caBundle: variables.SANDBOX_CA_BUNDLE,
    },
  };
}

/** Probot's own reader: takes a path, a base64 or an escaped key, and says what is wrong with it. */
function credentialsOf(variables: Variables): AppCredentials | null {
  if (!variables.APP_ID) return null;
  try {
    const env = { PRIVATE_KEY: variables.PRIVATE_KEY ?? '', PRIVATE_KEY_PATH: variables.PRIVATE_KEY_PATH ?? '' };
    const privateKey = getPrivateKey({ env });
    if (privateKey) return { appId: variables.APP_ID, privateKey };
  } catch (error) {
    throw new ConfigError(
      `The configuration cannot be used:\n  PRIVATE_KEY: ${error instanceof Error ? error.message : error}`,
    );
  }
  throw new ConfigError('The configuration cannot be used:\n  PRIVATE_KEY: expected the private key of the App');
}
