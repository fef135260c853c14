// Words that GitHub and other services obey wherever they find them, also in code: a squash merge makes the body of a pull
// request a commit message, and its fences mean nothing there. A zero-width space breaks such words; there is no other escape.

const blank = '\u200b';

/** Keywords that close the issue named after them: by number, by repository and number, or by URL. */
const closing = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)(?=:?\s{1,9}(?:https?:|gh-\d|[\w.\-/]{0,140}#\d))/gi;

/** `[skip ci]`, `[ci skip]`, `[no ci]`, `[skip actions]` and those of other services: `[skip netlify]`, `[CF-Pages-Skip]`. */
const skipping =
  /\[(?=\s{0,9}(?:skip[\s-]{1,9}[a-z-]{2,20}|[a-z-]{2,20}[\s-]{1,9}skip|no[\s-]{1,9}(?:ci|build|actions))\s{0,9}\])/gi;

/** Trailers that name authors or switch off checks: `Co-authored-by:`, `Signed-off-by:`, `on-behalf-of:`, `skip-checks:`. */
const trailers = /(?:-by|on-behalf-of|skip-checks|\*{3}NO_CI)(?=\s{0,9}:|\*{3})/gi;

/** Closes no issue, skips no check and credits no one. All patterns are bounded, so this is linear. */
export function withoutInstructions(text: string): string {
  return [closing, skipping, trailers].reduce((rest, pattern) => rest.replace(pattern, `$&${blank}`), text);
}

/** Outside of code: mentions no person and no team (`@`), and no issue (`#`, `GH-`, a URL). */
export function withoutMentions(text: string): string {
  return text.replace(/[@#](?=[a-z\d])|GH-(?=\d)|:(?=\/\/)/gi, `$&${blank}`);
}
