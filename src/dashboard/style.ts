// The stylesheet: system fonts, light and dark by the visitor's preference, responsive.
import { createHash } from 'node:crypto';

export const style = `
:root { color-scheme: light dark; --soft: light-dark(#59636e, #9198a1); --line: light-dark(#d1d9e0, #3d444d);
  --panel: light-dark(#f6f8fa, #151b23); --good: light-dark(#1a7f37, #3fb950); --bad: light-dark(#cf222e, #f85149);
  --wait: light-dark(#9a6700, #d29922); --link: light-dark(#0969da, #4493f8); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1rem 1.25rem 4rem; font: 1rem/1.5 system-ui, sans-serif;
  background: light-dark(#fff, #0d1117); color: light-dark(#1f2328, #f0f6fc); }
header { display: flex; gap: .75rem; align-items: baseline; border-bottom: 1px solid var(--line); padding-bottom: .5rem; }
header a { color: inherit; font-weight: 600; text-decoration: none; }
header span, .soft, dt { color: var(--soft); }
a { color: var(--link); }
h1 { font-size: 1.5rem; margin: 1.25rem 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2.25rem 0 .5rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
p, li, dd, td { overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .45rem .75rem .45rem 0; border-bottom: 1px solid var(--line); }
.number, td time { white-space: nowrap; }
th { font-size: .85rem; font-weight: 600; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: .5rem 0; }
dd { margin: 0; }
code, pre { font: .85rem/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
code { overflow-wrap: anywhere; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .75rem; margin: .5rem 0;
  overflow: auto; max-height: 32rem; tab-size: 4; }
ins, del { display: block; text-decoration: none; }
ins, .good { color: var(--good); } del, .bad { color: var(--bad); } .wait { color: var(--wait); }
summary { cursor: pointer; color: var(--link); }
.stop { border-left: 4px solid var(--wait); background: var(--panel); padding: .5rem 1rem; margin: 1rem 0; }
.stop h2 { margin-top: .25rem; border: 0; }
nav { display: flex; gap: 1rem; padding: 1rem 0; }
@media (max-width: 42rem) {
  thead { position: absolute; clip-path: inset(50%); }
  tr { display: block; border-bottom: 1px solid var(--line); padding: .5rem 0; }
  td { display: grid; grid-template-columns: 7rem 1fr; gap: .5rem; border: 0; padding: .15rem 0; }
  td::before { content: attr(data-label); color: var(--soft); }
  td:has(> div:empty) { display: none; }
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .4rem; }
}
`;

/** The only style that the content security policy allows. */
export const styleSource = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
