// Every variable with its format and default; `.env.example` documents the same for people.
import { z } from 'zod';
import { allowedHosts } from './allowed-hosts.ts';

const isUrl = z.url({ protocol: /^https?$/, error: 'expected an http or https URL' });
const count = (fallback: number, most: number, least = 1) =>
  z.coerce
    .number({ error: `expected a whole number from ${least} to ${most}` })
    .int({ error: 'expected a whole number' })
    .min(least, { error: `expected at least ${least}` })
    .max(most, { error: `expected at most ${most}` })
    .default(fallback);
const amount = (fallback: number) =>
  z.coerce
    .number({ error: 'expected a number above 0' })
    .positive({ error: 'expected a number above 0' })
    .default(fallback);

/** A proxy is often given without `http://`. */
const isProxy = z.preprocess(
  text => (typeof text === 'string' && !text.includes('://') ? `http://${text}` : text),
  z.url({ protocol: /^http$/, error: 'expected http://[user:password@]host[:port]' }).optional(),
);

export const Variables = z.object({
  NODE_ENV: z.string().default('development'),
  APP_ID: z.coerce.number({ error: 'expected the App ID of the GitHub App' }).int().positive().optional(),
  PRIVATE_KEY: z.string().optional(),
  PRIVATE_KEY_PATH: z.string().optional(),
  WEBHOOK_SECRET: z.string().optional(),
  WEBHOOK_PATH: z
    .string()
    .startsWith('/', { error: 'expected a path that starts with /' })
    .default('/api/github/webhooks'),
  WEBHOOK_PROXY_URL: isUrl.optional(),
  GH_ORG: z
    .string()
    .regex(/^[\w-]+$/, { error: 'expected the name of an organisation, as in its address' })
    .optional(),
  PORT: count(3000, 65_535, 0),
  HOST: z.string().default('localhost'),
  PUBLIC_URL: isUrl
    .refine(text => new URL(text).pathname === '/', { error: 'expected an address without a path' })
    .transform(text => new URL(text).origin)
    .optional(),
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
  /** Node's own fetch ends every request after 300 s. */
  GEMINI_TIMEOUT_SECONDS: count(180, 290),
  DATABASE_URL: z
    .string()
    .startsWith('file:', { error: 'expected a SQLite file such as file:./.nightwatch/nightwatch.db' })
    .default('file:./.nightwatch/nightwatch.db'),
  DATA_DIRECTORY: z.string().default('./.nightwatch'),
  KEPT_DISK_MB: count(51_200, 1_073_741_824),
  DASHBOARD_TOKEN: z.string().min(16, { error: 'expected at least 16 characters' }).optional(),
  WORKER_CONCURRENCY: count(2, 64),
  INCIDENT_ATTEMPTS: count(3, 3),
  INCIDENT_DOLLARS: amount(0.5),
  SANDBOX_MEMORY_MB: count(2048, 1_048_576),
  SANDBOX_CPUS: amount(2),
  SANDBOX_PIDS: count(512, 65_535),
  SANDBOX_SETUP_SECONDS: count(900, 7200),
  SANDBOX_OUTPUT_BYTES: count(1_048_576, 67_108_864),
  SANDBOX_DISK_MB: count(10_240, 1_048_576),
  SANDBOX_CA_BUNDLE: z.string().optional(),
  SANDBOX_ALLOWED_HOSTS: z
    .string()
    .default('')
    .refine(text => allowedHosts(text) !== null, {
      error: 'expected hosts like example.com, *.example.com or 10.0.0.5:8080',
    }),
  HTTP_PROXY: isProxy,
  HTTPS_PROXY: isProxy,
  NO_PROXY: z.string().default(''),
});
export type Variables = z.infer<typeof Variables>;

/** Problems between values: a sentence for each, with the variable's name. */
export function crossProblems(variables: Variables): string[] {
  const problems: string[] = [];
  const hasKey = Boolean(variables.PRIVATE_KEY || variables.PRIVATE_KEY_PATH);
  // Once the default of this project: everyone knows it.
  const hasSecret = variables.WEBHOOK_SECRET !== undefined && variables.WEBHOOK_SECRET !== 'development';
  if (variables.APP_ID && !hasSecret) problems.push('WEBHOOK_SECRET: expected the webhook secret of the App');
  if (variables.APP_ID && !hasKey)
    problems.push('PRIVATE_KEY or PRIVATE_KEY_PATH: expected the private key of the App');
  return problems;
}
