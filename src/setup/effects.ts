// What set-up does beyond its own pages, bound by whoever starts it.

/** What was found, in a sentence with what to do. */
export interface Finding {
  readonly isGood: boolean;
  readonly words: string;
}

export interface NewApp {
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
}

/** Each throws when it cannot. */
export interface Effects {
  /** A new channel for webhooks, from which they are handed on to this server. */
  openChannel(): Promise<string>;
  /** The credentials of the App that GitHub made. */
  redeemCode(code: string): Promise<NewApp>;
  checkKey(key: string): Promise<Finding>;
  /** The App that the credentials belong to, with its page on GitHub. */
  identifyApp(): Promise<{ name: string; url: string }>;
  /** Goes on into normal work. */
  start(): Promise<void>;
}
