// The stylesheet of the set-up pages: one calm column, light or dark as the visitor prefers, on a phone and on a desktop.
import { createHash } from 'node:crypto';

export const style = `
:root { color-scheme: light dark;
  --ground: light-dark(#f4f5f8, #0c0f16); --card: light-dark(#fff, #141924); --text: light-dark(#1c2130, #e9ecf4);
  --soft: light-dark(#586074, #9aa3b8); --line: light-dark(#dce0e9, #283043); --accent: light-dark(#4343d6, #6f74ff);
  --on-accent: light-dark(#fff, #0c0f16); --link: light-dark(#3d3dcb, #a3a7ff); --good: light-dark(#17693a, #5fd08a);
  --bad: light-dark(#b3261e, #ff9289); --warn-ground: light-dark(#fff6e2, #2a2312); --warn-line: light-dark(#e0a937, #8a6a1f); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 43rem; padding: 2.5rem 1.25rem 4rem; font: 1rem/1.6 system-ui, sans-serif;
  background: var(--ground); color: var(--text); }
header { display: flex; align-items: center; gap: .6rem; font-weight: 650; font-size: 1.1rem; }
header svg { width: 1.6rem; height: 1.6rem; color: var(--accent); }
.steps { display: flex; flex-wrap: wrap; gap: .4rem 1.6rem; list-style: none; margin: 2rem 0 1rem; padding: 0;
  font-size: .92rem; color: var(--soft); }
.steps li { display: flex; align-items: center; gap: .5rem; }
.steps span { display: grid; place-items: center; width: 1.6rem; height: 1.6rem; border: 1.5px solid var(--line);
  border-radius: 50%; font-size: .8rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.steps [aria-current] { color: var(--text); font-weight: 600; }
.steps [aria-current] span { border-color: var(--accent); background: var(--accent); color: var(--on-accent); }
.steps .past span { border-color: var(--good); color: var(--good); }
main { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 2rem;
  box-shadow: 0 1px 2px light-dark(#1c213012, #0000), 0 12px 32px -16px light-dark(#1c213026, #0000); }
main.message { margin-top: 1.75rem; }
h1 { font-size: 1.6rem; line-height: 1.25; letter-spacing: -.015em; margin: 0 0 .6rem; text-wrap: balance; }
h2 { font-size: 1rem; margin: 1.8rem 0 .5rem; }
p { margin: .6rem 0; text-wrap: pretty; } p, dd, li, code { overflow-wrap: anywhere; }
a { color: var(--link); text-underline-offset: .15em; }
.soft, small { color: var(--soft); font-size: .92rem; }
code { font: .875em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
form { margin-top: 1.5rem; }
fieldset { border: 0; margin: 0; padding: 0; display: grid; gap: .7rem; }
legend, .label { font-weight: 600; margin-bottom: .5rem; padding: 0; display: block; }
.choice { display: grid; grid-template-columns: auto 1fr; gap: 0 .75rem; align-items: start; cursor: pointer;
  border: 1.5px solid var(--line); border-radius: 10px; padding: .85rem 1rem; }
.choice:has(:checked) { border-color: var(--accent); }
.choice input { accent-color: var(--accent); width: 1.1rem; height: 1.1rem; margin: .25rem 0 0; }
.choice small { display: block; }
input[type=text], input[type=password] { width: 100%; font: inherit; color: inherit; background: var(--ground);
  border: 1.5px solid light-dark(#8b93a7, #5b6780); border-radius: 8px; padding: .6rem .75rem; }
.organization { display: none; margin-top: 1rem; } form:has(#organization-owner:checked) .organization { display: block; }
button, .button { display: inline-block; font: inherit; font-weight: 600; text-decoration: none; cursor: pointer; border: 0;
  border-radius: 8px; padding: .7rem 1.3rem; margin-top: 1.4rem; background: var(--accent); color: var(--on-accent); }
:is(button, .button):hover { filter: brightness(1.08); }
:is(button, .button, input, a):focus-visible { outline: 3px solid light-dark(#4343d680, #6f74ff99); outline-offset: 2px; }
.next { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 1.2rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .5rem 1.4rem; margin: 1.2rem 0; }
dt { color: var(--soft); } dt::first-letter { text-transform: uppercase; } dd { margin: 0; }
.note { border-left: 4px solid var(--warn-line); background: var(--warn-ground); border-radius: 0 8px 8px 0;
  padding: .8rem 1rem; margin: 1.2rem 0; } .note p { margin: 0; } .note p + p { margin-top: .5rem; }
.good { color: var(--good); } .bad { color: var(--bad); }
.checks { list-style: none; padding: 0; margin: 1.4rem 0 0; display: grid; gap: .6rem; }
.checks li { display: grid; grid-template-columns: 1.5rem 1fr; } .checks b { font-weight: 600; }
footer { color: var(--soft); font-size: .88rem; margin: 1.4rem .25rem 0; }
@media (max-width: 34rem) {
  body { padding: 1.25rem .9rem 3rem; } main { padding: 1.4rem 1.15rem; border-radius: 12px; }
  .steps { margin: 1.25rem 0 .8rem; gap: .4rem .7rem; font-size: .86rem; } .steps li { gap: .35rem; } h1 { font-size: 1.4rem; }
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .8rem; }
  button, .button { width: 100%; text-align: center; } .next { gap: .9rem; }
}
`;

/** The only style that the content security policy allows. */
export const styleSource = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
