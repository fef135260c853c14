// The environment, read once and checked all at once. Nothing else reads process.env.
import { getPrivateKey } from '@probot/get-private-key';
import { type AllowedHost, allowedHosts } from './config/allowed-hosts.ts';
import { type Environment, openEnvironment } from './config/environment.ts';
import {
  credentialsIn,
  type PackageIndex,
  packageIndexHosts,
  packageIndexOf,
  packageIndexProblems,
  packageIndexSecrets,
} from './config/package-index.ts';
import { crossProblems, Variables } from './config/variables.ts';

export type { Environment } from './config/environment.ts';

/** Credentials of the registered GitHub App. */
export interface AppCredentials {
  readonly appId: number;
  readonly privateKey: string;
}

export interface Config {
  readonly isProduction: boolean;
  /** Null until the App is registered; until then the server shows the set-up page. */
  readonly credentials: AppCredentials | null;
  /** `publicUrl` is where people, and GitHub, reach this server; undefined when only this machine does. */
  readonly server: { readonly port: number; readonly host: string; readonly publicUrl: string | undefined };
  /** The secret is empty until the App is registered. */
  readonly webhooks: { readonly secret: string; readonly path: string; readonly proxyUrl: string | undefined };
  readonly githubUrl: string;
  readonly githubApiUrl: string;
  /** The organisation that the set-up page proposes. */
  readonly organization: string | undefined;
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
  /** For images and mirrors together. */
  readonly keptBytes: number;
  readonly dashboardToken: string | undefined;
  readonly concurrency: number;
  readonly limits: { readonly attempts: number; readonly dollars: number };
  readonly sandbox: {
    readonly limits: {
      memoryMb: number;
      cpus: number;
      pids: number;
      setupSeconds: number;
      outputBytes: number;
      diskMb: number;
    };
    /** For setup only. */
    readonly caBundle: string | undefined;
    /** Beside the registries, with the package index's own. */
    readonly allowedHosts: readonly AllowedHost[];
    /** The host's own proxy, by the scheme of what is asked for, and what is reached without it. */
    readonly upstream: { readonly http?: string; readonly https?: string };
    readonly direct: readonly string[];
    readonly packageIndex: PackageIndex;
  };
}

/** One line for each invalid value: its name and what is expected. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** This process's own, with `.env` if there is one. */
export function ownEnvironment(): Environment {
  return openEnvironment(process.env);
}

/** Throws `ConfigError`. */
export function readConfig(environment = ownEnvironment()): Config {
  return configFrom(environment.variables);
}

/** Throws `ConfigError`. An empty value counts as unset. */
export function configFrom(environment: Environment['variables']): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== '' && value !== undefined),
  );
  const parsed = Variables.safeParse(given);
  const packageIndex = packageIndexOf(given);
  const problems = [
    ...(parsed.success
      ? crossProblems(parsed.data)
      : parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`)),
    ...packageIndexProblems(packageIndex),
  ];
  if (!parsed.success || problems.length > 0)
    throw new ConfigError(`Invalid configuration:\n${problems.map(problem => `  ${problem}`).join('\n')}`);
  return Object.freeze(configOf(parsed.data, packageIndex));
}

/** Values that must never leave this process, in any text. */
export function secretsOf({ credentials, gemini, webhooks, dashboardToken, sandbox }: Config): string[] {
  const own = [credentials?.privateKey ?? '', gemini.apiKey, webhooks.secret, dashboardToken ?? ''];
  const ofProxies = credentialsIn(Object.values(sandbox.upstream).map(url => new URL(url)));
  return [...own, ...packageIndexSecrets(sandbox.packageIndex), ...ofProxies].filter(secret => secret.length > 0);
}

function configOf(variables: Variables, packageIndex: PackageIndex): Config {
  return {
    isProduction: variables.NODE_ENV === 'production',
    credentials: credentialsOf(variables),
    server: { port: variables.PORT, host: variables.HOST, publicUrl: variables.PUBLIC_URL },
    webhooks: {
      secret: variables.WEBHOOK_SECRET ?? '',
      path: variables.WEBHOOK_PATH,
      proxyUrl: variables.WEBHOOK_PROXY_URL,
    },
    ...githubOf(variables),
    organization: variables.GH_ORG,
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
    keptBytes: variables.KEPT_DISK_MB * 1024 * 1024,
    dashboardToken: variables.DASHBOARD_TOKEN,
    concurrency: variables.WORKER_CONCURRENCY,
    limits: { attempts: variables.INCIDENT_ATTEMPTS, dollars: variables.INCIDENT_DOLLARS },
    sandbox: {
      limits: {
        memoryMb: variables.SANDBOX_MEMORY_MB,
        cpus: variables.SANDBOX_CPUS,
        pids: variables.SANDBOX_PIDS,
        setupSeconds: variables.SANDBOX_SETUP_SECONDS,
        outputBytes: variables.SANDBOX_OUTPUT_BYTES,
        diskMb: variables.SANDBOX_DISK_MB,
      },
      caBundle: variables.SANDBOX_CA_BUNDLE,
      allowedHosts: [...(allowedHosts(variables.SANDBOX_ALLOWED_HOSTS) ?? []), ...packageIndexHosts(packageIndex)],
      upstream: upstreamOf(variables),
      direct: variables.NO_PROXY.split(/[\s,]+/).filter(word => word !== ''),
      packageIndex,
    },
  };
}

function githubOf({ GHE_HOST, GHE_PROTOCOL }: Variables): Pick<Config, 'githubUrl' | 'githubApiUrl'> {
  if (!GHE_HOST) return { githubUrl: 'https://github.com', githubApiUrl: 'https://api.github.com' };
  const githubUrl = `${GHE_PROTOCOL}://${GHE_HOST}`;
  return { githubUrl, githubApiUrl: `${githubUrl}/api/v3` };
}

/** Probot's own reader: accepts a path, a base64 or an escaped key, and explains what is wrong with it. */
function credentialsOf(variables: Variables): AppCredentials | null {
  if (!variables.APP_ID) return null;
  try {
    const env = { PRIVATE_KEY: variables.PRIVATE_KEY ?? '', PRIVATE_KEY_PATH: variables.PRIVATE_KEY_PATH ?? '' };
    const privateKey = getPrivateKey({ env });
    if (privateKey) return { appId: variables.APP_ID, privateKey };
  } catch (error) {
    throw new ConfigError(`Invalid configuration:\n  PRIVATE_KEY: ${error instanceof Error ? error.message : error}`);
  }
  throw new ConfigError('Invalid configuration:\n  PRIVATE_KEY: expected the private key of the App');
}

function upstreamOf({ HTTP_PROXY, HTTPS_PROXY }: Variables): Config['sandbox']['upstream'] {
  return { ...(HTTP_PROXY && { http: HTTP_PROXY }), ...(HTTPS_PROXY && { https: HTTPS_PROXY }) };
}
