// The stylesheet: system fonts, light or dark as the visitor prefers, on a phone and on a desktop.
import { createHash } from 'node:crypto';

const colours = `
:root { color-scheme: light dark;
  --ground: light-dark(#f4f5f8, #0c0f16); --card: light-dark(#fff, #141924); --text: light-dark(#1c2130, #e9ecf4);
  --soft: light-dark(#535b6e, #9fa8bc); --line: light-dark(#dce0e9, #283043); --accent: light-dark(#4343d6, #6f74ff);
  --on-accent: light-dark(#fff, #0c0f16); --link: light-dark(#3d3dcb, #a3a7ff); --good: light-dark(#17693a, #5fd08a);
  --bad: light-dark(#b3261e, #ff9289); --wait: light-dark(#855000, #e0a937); --other: light-dark(#aab2c2, #4a556e);
  --model: light-dark(#6f74ff, #8b8fff); --sandbox: light-dark(#1f9d8a, #3cc4af);
  --added: light-dark(#e4f6ea, #11301f); --deleted: light-dark(#fdecea, #3a1a1c); }
ins, .good { color: var(--good); } del, .bad { color: var(--bad); } .wait { color: var(--wait); }
svg .good { fill: var(--good); } svg .bad { fill: var(--bad); } svg .wait { fill: var(--wait); } svg .other { fill: var(--other); }
svg .model { fill: var(--model); } svg .sandbox { fill: var(--sandbox); } svg line { stroke: var(--line); }
.hljs-comment, .hljs-meta, pre .meta { color: var(--soft); } .hljs-keyword, .hljs-literal { color: light-dark(#7a2e9d, #d2a8ff); }
.hljs-string, .hljs-attr { color: light-dark(#0a4f7a, #a5d6ff); } .hljs-number { color: light-dark(#7d3f00, #ffb77c); }
.hljs-title, .hljs-built_in { color: light-dark(#3d3dcb, #b9bcff); }
`;

const layout = `
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem 1.25rem 4rem; font: 1rem/1.55 system-ui, sans-serif;
  background: var(--ground); color: var(--text); }
header { display: flex; gap: .75rem; align-items: baseline; }
header a { color: inherit; font-weight: 650; font-size: 1.1rem; text-decoration: none; }
header span, .soft, dt { color: var(--soft); }
a { color: var(--link); text-underline-offset: .15em; }
h1 { font-size: 1.6rem; line-height: 1.25; letter-spacing: -.015em; margin: 1.5rem 0 .75rem; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 0 0 .6rem; } h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
p, li, dd, td, summary { overflow-wrap: anywhere; } p { margin: .5rem 0; }
main > section:not(.figures, .stop) { background: var(--card); border: 1px solid var(--line); border-radius: 12px;
  padding: 1.25rem 1.5rem; margin: 1.25rem 0; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .55rem .75rem .55rem 0; border-bottom: 1px solid var(--line); }
.number, td time { white-space: nowrap; font-variant-numeric: tabular-nums; }
th { font-size: .85rem; font-weight: 600; color: var(--soft); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; margin: .5rem 0; } dd { margin: 0; min-width: 0; }
code, pre { font: .85rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; } code { overflow-wrap: anywhere; }
pre { background: var(--ground); border: 1px solid var(--line); border-radius: 8px; padding: .75rem; margin: .5rem 0;
  overflow: auto; max-height: 36rem; tab-size: 4; }
pre.diff { padding: .5rem 0; display: grid; align-content: start; }
pre.diff > * { display: block; text-decoration: none; padding: 0 .75rem; min-height: 1.5em; color: var(--text); }
pre.diff > .meta { color: var(--soft); } pre.diff > ins { background: var(--added); } pre.diff > del { background: var(--deleted); }
summary { cursor: pointer; color: var(--link); }
nav { display: flex; gap: 1rem; padding: 1rem 0; }
:is(button, input, select, a, summary, pre):focus-visible { outline: 3px solid light-dark(#4343d680, #6f74ff99); outline-offset: 2px; }
`;

const parts = `
.stop { border-left: 4px solid var(--wait); background: var(--card); border-radius: 0 12px 12px 0; padding: 1rem 1.5rem; margin: 1.25rem 0; }
.stop.ours { border-color: var(--bad); background: var(--deleted); }
.empty { background: var(--card); border: 1px dashed var(--line); border-radius: 12px; padding: 1.5rem; margin: 1rem 0; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 1rem; margin: 1rem 0; }
.figure { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1rem 1.15rem; min-width: 0; display: flex; flex-direction: column; }
.figure h2 { font-size: .9rem; color: var(--soft); margin: 0; } .figure p { margin: 0; font-size: .88rem; }
.figure .value { font-size: 1.7rem; font-weight: 650; letter-spacing: -.02em; line-height: 1.3; }
.plot { display: block; width: 100%; height: 4.5rem; margin-top: auto; padding-top: .6rem; } .shares { display: block; width: 100%; height: .9rem; border-radius: 6px; }
.bars { list-style: none; margin: .4rem 0 0; padding: 0; font-size: .88rem; }
.bars li { display: grid; grid-template-columns: 1fr auto; gap: 0 .6rem; margin-bottom: .25rem; }
meter { grid-column: 1 / -1; width: 100%; height: .4rem; appearance: none; background: var(--line); border: 0; border-radius: 3px; overflow: hidden; }
meter::-webkit-meter-bar { background: var(--line); border: 0; border-radius: 3px; height: .4rem; }
meter::-webkit-meter-optimum-value { background: var(--other); } meter.bad::-webkit-meter-optimum-value { background: var(--bad); }
meter::-moz-meter-bar { background: var(--other); } meter.bad::-moz-meter-bar { background: var(--bad); }
.numbers { margin: 0 0 1rem; }
.filters { display: flex; flex-wrap: wrap; gap: .75rem 1rem; align-items: end; margin: 1.25rem 0; }
.filters label { display: grid; grid-template-columns: minmax(0, 1fr); gap: .2rem; font-size: .85rem; color: var(--soft); min-width: 0; }
input, select, button { font: inherit; max-width: 100%; border-radius: 8px; padding: .45rem .7rem; }
input, select { color: var(--text); background: var(--card); border: 1.5px solid light-dark(#8b93a7, #5b6780); }
input::placeholder { color: var(--soft); opacity: 1; }
button { border: 0; font-weight: 600; cursor: pointer; background: var(--accent); color: var(--on-accent); padding: .55rem 1.2rem; }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.25rem; list-style: none; margin: .5rem 0 1.25rem; padding: 0; font-size: .9rem; }
.key { display: inline-block; width: .7rem; height: .7rem; border-radius: 3px; margin-right: .4rem; }
.key.model { background: var(--model); } .key.sandbox { background: var(--sandbox); } .key.other { background: var(--other); }
.key.wait { background: var(--wait); }
.timeline { list-style: none; margin: 0; padding: 0 0 0 .35rem; }
.timeline li { position: relative; color: var(--text); border-left: 2px solid var(--line); padding: .3rem 0 .3rem 1.25rem;
  display: flex; flex-wrap: wrap; gap: 0 .75rem; }
.timeline li > * { min-width: 0; }
.timeline li::before { content: ""; position: absolute; left: -.42rem; top: .7rem; width: .7rem; height: .7rem; border-radius: 50%;
  background: var(--other); box-shadow: 0 0 0 3px var(--card); }
.timeline .good::before { background: var(--good); } .timeline .bad::before { background: var(--bad); }
.timeline .wait { border-left-style: dashed; border-color: var(--wait); color: var(--wait); }
.timeline .wait::before { background: var(--card); border: 2px solid var(--wait); }
.timeline .result { color: var(--soft); }
`;

const phone = `
@media (max-width: 42rem) {
  body { padding: 1rem .9rem 3rem; } main > section:not(.figures, .stop) { padding: 1rem; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { display: block; border-bottom: 1px solid var(--line); padding: .6rem 0; }
  td { display: grid; grid-template-columns: 6.5rem 1fr; gap: .5rem; border: 0; padding: .15rem 0; }
  td::before { content: attr(data-label); color: var(--soft); } td > div { min-width: 0; }
  td:has(> div:empty) { display: none; }
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; }
  .filters, .filters label, .filters :is(input, select, button) { width: 100%; }
}
`;

export const style = colours + layout + parts + phone;

/** The only style that the content security policy allows. */
export const styleSource = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
