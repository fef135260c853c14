// The HTML document around every page of this process. `html` escapes every interpolated value.
import { html, raw } from 'hono/html';

export type Html = ReturnType<typeof html>;

export function htmlDocument({ title, style }: { title: string; style: string }, body: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · Nightwatch</title>
<style>${raw(style)}</style>
</head>
<body>
${body}
</body>
</html>
`;
}
