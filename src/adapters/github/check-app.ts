// Whether GitHub knows the App by its credentials, and sends its events here.
import { RequestError } from '@octokit/request-error';
import type { ProbotOctokit } from 'probot';

/** Signed in as the App itself. */
type AppOctokit = InstanceType<typeof ProbotOctokit>;

/** What was found, in a sentence with what to do. */
interface Finding {
  readonly isGood: boolean;
  readonly words: string;
}

export interface AppIdentity {
  readonly name: string;
  /** Its page on GitHub. */
  readonly url: string;
}

/** Throws Octokit's error when the credentials are no good. */
export async function identifyApp(octokit: AppOctokit): Promise<AppIdentity> {
  const { data } = await octokit.rest.apps.getAuthenticated();
  if (!data) throw new Error('GitHub does not say who the App is.');
  return { name: data.name, url: data.html_url };
}

export async function checkApp(octokit: AppOctokit): Promise<Finding> {
  try {
    const { name, url } = await identifyApp(octokit);
    return { isGood: true, words: `signed in as ${name} (${url}).` };
  } catch (error) {
    return { isGood: false, words: wordsFor(error) };
  }
}

/** `ours` is where this server gets its events; undefined when only the App's settings know. */
export async function checkWebhook(octokit: AppOctokit, ours: string | undefined): Promise<Finding> {
  try {
    const { data } = await octokit.rest.apps.getWebhookConfigForApp();
    return webhookFinding(data, ours);
  } catch (error) {
    return { isGood: false, words: wordsFor(error) };
  }
}

function webhookFinding({ url, secret }: { url?: string; secret?: string }, ours: string | undefined): Finding {
  if (!url)
    return bad(`the App has no webhook URL. Set it to ${ours ?? 'the address of this server'} in the App's settings.`);
  if (!secret) return bad("the App has no webhook secret. Set one in the App's settings, and as WEBHOOK_SECRET.");
  if (ours !== undefined && url !== ours)
    return bad(`GitHub sends events to ${url}, and this server gets them at ${ours}. Change the App's webhook URL.`);
  return { isGood: true, words: `GitHub sends events to ${url}.` };
}

function wordsFor(error: unknown): string {
  if (!(error instanceof RequestError)) return `${error instanceof Error ? error.message : error}.`;
  if (error.status >= 500) return 'GitHub did not answer. Check the network, and GHE_HOST if it is set.';
  if (error.status === 401 || error.status === 404)
    return 'GitHub refused the credentials. Check APP_ID and PRIVATE_KEY.';
  return `GitHub answered with an error (${error.status}).`;
}

function bad(words: string): Finding {
  return { isGood: false, words };
}
