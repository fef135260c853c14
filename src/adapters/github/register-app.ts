// Redeems the code that GitHub gives out for a manifest: once, within an hour, for the App's credentials.
// https://docs.github.com/rest/apps/apps#create-a-github-app-from-a-manifest
import { RequestError } from '@octokit/request-error';
import type { ProbotOctokit } from 'probot';

export interface NewApp {
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
}

/** Throws a sentence for a code that is unknown, redeemed or too old. */
export async function redeemCode(octokit: InstanceType<typeof ProbotOctokit>, code: string): Promise<NewApp> {
  const { data } = await octokit.rest.apps.createFromManifest({ code }).catch((cause: unknown) => {
    const why = cause instanceof RequestError ? ` (${cause.status})` : '';
    throw new Error(
      `GitHub did not hand over the credentials${why}. Register the App again; delete the one without a server in GitHub’s settings.`,
      { cause },
    );
  });
  if (!data.webhook_secret) throw new Error('GitHub registered the App without a webhook secret.');
  return { appId: data.id, privateKey: data.pem, webhookSecret: data.webhook_secret };
}
