// What both servers have in common: Probot's own, with the log and the options that compose.ts gives it.
import { type ApplicationFunction, Probot, ProbotOctokit, Server } from 'probot';
import { valueMasker } from '../../../adapters/secrets/mask-value.ts';
import { type Config, configFrom } from '../../../config.ts';
import { openLog } from '../../../log.ts';

/** Reads this process's environment, as Nightwatch does. */
export async function serve(app: (config: Config) => Promise<ApplicationFunction>): Promise<void> {
  const config = configFrom(process.env);
  const { credentials, server: address, webhooks } = config;
  if (!credentials) throw new Error('The bench always has credentials.');
  const { logLevel: level, isProduction } = config;
  const { log } = await openLog({ level, isProduction, secrets: [], mask: valueMasker() });
  const server = new Server({
    ...address,
    log,
    webhookPath: webhooks.path,
    Probot: Probot.defaults({
      ...credentials,
      secret: webhooks.secret,
      baseUrl: config.githubApiUrl,
      log,
      Octokit: ProbotOctokit.defaults({ throttle: { enabled: false }, retry: { enabled: false } }),
    }),
  });
  await server.load(await app(config));
  await server.load((_, { addHandler }) => {
    addHandler((request, response) => {
      if (request.url !== '/healthz') return false;
      // What this process has worked so far, in microseconds.
      const { user, system } = process.cpuUsage();
      response.end(String(user + system));
      return true;
    });
  });
  await server.load(async (probot, { addHandler }) => addHandler(await probot.getNodeMiddleware({ path: '/' })));
  await server.start();
}
