// The steps of set-up: what each form does, and which page comes next.
import type { Config, Environment } from '../config.ts';
import type { Access } from './access.ts';
import { type Address, hookOf } from './address.ts';
import type { Effects, NewApp } from './effects.ts';
import { manifestFor, permissions, registrationUrl } from './manifest.ts';
import { installPage, notStartedPage } from './pages/end-pages.ts';
import { keyPage } from './pages/key-page.ts';
import type { Html } from './pages/layout.ts';
import { accountPage, reviewPage } from './pages/registration-pages.ts';

export interface StepOptions {
  readonly access: Access;
  readonly address: Address;
  readonly environment: Environment;
  /** As the environment has it now. Throws `ConfigError`. */
  readonly config: () => Config;
  readonly effects: Effects;
  /** Whether an event of the App has arrived. */
  readonly isReached: () => boolean;
}

const credentialNames = ['APP_ID', 'PRIVATE_KEY', 'PRIVATE_KEY_PATH', 'WEBHOOK_SECRET'] as const;

export class Steps {
  readonly #options: StepOptions;
  /** Null until the person has said whose App it will be. */
  #owner: { organization: string | undefined } | null = null;
  /** Shown once. */
  #problem: string | null = null;
  #start: Promise<void> | null = null;

  constructor(options: StepOptions) {
    this.#options = options;
  }

  /** Whether a form, or a page on the way, belongs to the step that is due. */
  isDue(form: string): boolean {
    return form === 'key' ? this.#isRegistered && !this.isDone : !this.#isRegistered;
  }

  /** Nothing is left but to install the App. */
  get isDone(): boolean {
    return this.#start !== null;
  }

  /** The page of the step that is due. */
  async current(): Promise<Html> {
    const { access, environment, config, isReached } = this.#options;
    const { organization, gemini } = config();
    const problem = this.#problem;
    this.#problem = null;
    if (!this.#isRegistered) {
      const { file } = environment;
      const hidden = environment.hides(credentialNames);
      return accountPage({ organization: organization ?? '', state: access.state(), file, hidden, problem });
    }
    if (!gemini.apiKey) return keyPage({ model: gemini.model, state: access.state(), isReached: isReached(), problem });
    return await this.#lastPage();
  }

  /** Makes sure that GitHub has a way to this server, and that what it hands over can be saved. False: see the problem. */
  async chooseOwner(organization: string | undefined): Promise<boolean> {
    const { environment, config, effects } = this.#options;
    if (organization !== undefined && !/^[\w-]{1,39}$/.test(organization)) {
      this.#problem = 'Enter the name of the organization as it stands in its address on GitHub.';
      return false;
    }
    try {
      await environment.save({});
      if (!hookOf(config())) await environment.save({ WEBHOOK_PROXY_URL: await effects.openChannel() });
    } catch (error) {
      this.#problem = sentenceOf(error);
      return false;
    }
    this.#owner = { organization };
    return true;
  }

  /** What GitHub will be asked for; null before the owner is known. */
  review(): Html | null {
    const { access, address, config } = this.#options;
    const hook = hookOf(config());
    if (!this.#owner || !hook) return null;
    const { organization } = this.#owner;
    return reviewPage({
      organization,
      hook,
      permissions: permissions(),
      action: registrationUrl(config().githubUrl, organization, access.state()),
      manifest: manifestFor({ origin: address.origin, hook, organization }),
    });
  }

  async register(code: string): Promise<void> {
    const { access, environment, config, effects } = this.#options;
    // Each code comes with a state of its own.
    access.renewState();
    try {
      await environment.save(credentialValues(await effects.redeemCode(code)));
      if (config().gemini.apiKey) await this.#goOn();
    } catch (error) {
      this.#problem = sentenceOf(error);
    }
  }

  async saveKey(key: string): Promise<void> {
    const { environment, effects } = this.#options;
    const { isGood, words } = await effects.checkKey(key);
    if (!isGood) {
      this.#problem = words;
      return;
    }
    await environment.save({ GEMINI_API_KEY: key });
    await this.#goOn();
  }

  get #isRegistered(): boolean {
    return this.#options.config().credentials !== null;
  }

  /** Once, however often a form is sent; a fault is told on the last page. */
  async #goOn(): Promise<void> {
    this.#start ??= this.#options.effects.start();
    await this.#start.catch(() => {});
  }

  async #lastPage(): Promise<Html> {
    const { config, effects, isReached } = this.#options;
    try {
      await this.#start;
    } catch (error) {
      return notStartedPage(sentenceOf(error));
    }
    const app = await effects.identifyApp();
    const hookUrl = hookOf(config())?.url ?? '';
    return installPage({ app, hookUrl, model: config().gemini.model, isReached: isReached() });
  }
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function credentialValues({
  appId,
  privateKey,
  webhookSecret,
}: NewApp): Record<(typeof credentialNames)[number], string> {
  // A path that is still there would compete with the key.
  return { APP_ID: String(appId), PRIVATE_KEY: privateKey, PRIVATE_KEY_PATH: '', WEBHOOK_SECRET: webhookSecret };
}
