// The shapes GitHub publishes for its answers, so that the compiler sees a missing or misspelt field.
import type { components } from '@octokit/openapi-types';

export type Schemas = components['schemas'];

/** GitHub's opaque ids; only their being there and being stable matters. */
export function nodeId(kind: string, id: number | string): string {
  return Buffer.from(`${kind}:${id}`).toString('base64');
}
