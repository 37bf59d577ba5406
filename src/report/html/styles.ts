/**
 * The styles of every report: text in a book face at a readable width, tables and plots in the system's plain face,
 * colours that stay apart for colour-blind readers (after Okabe and Ito) in a light and a dark set.
 */
export const pageStyles = `
:root {
  color-scheme: light dark;
  --paper: #fdfdfb; --ink: #1c1e20; --soft: #5b6169; --line: #d8dad5; --faint: #ebece7; --panel: #f5f5f1;
  --untuned: #0069a8; --tuned: #c44d00; --control: #00755a;
  --yes: #00609c; --no: #a83f00; --open: #5b6169; --highlight: #ffe9a8;
  --plain: -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, system-ui, sans-serif;
  --book: Charter, "Bitstream Charter", "Sitka Text", Cambria, "Noto Serif", "Liberation Serif", Georgia, serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #15171a; --ink: #e3e4e0; --soft: #a0a6ad; --line: #3a3e44; --faint: #292d32; --panel: #1d2024;
    --untuned: #6bb5ef; --tuned: #f59b58; --control: #4bc7a2;
    --yes: #7dbff2; --no: #f5a468; --open: #a0a6ad; --highlight: #4f4316;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; padding: 3rem 1.25rem 4rem; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 var(--book); }
header, main, footer { max-width: 900px; margin-inline: auto; }
p, li { max-width: 44em; }
a { color: var(--yes); text-underline-offset: .15em; text-decoration-thickness: 1px; }
h1 { margin: 0 0 .25rem; font-size: 2rem; line-height: 1.2; font-weight: 600; letter-spacing: -.01em; text-wrap: balance; }
.subtitle { margin: 0; color: var(--soft); }
h2 { margin: 0 0 .75rem; font-size: 1.375rem; line-height: 1.3; font-weight: 600; }
h3 { margin: 1.75rem 0 .5rem; font: 600 .9375rem/1.4 var(--plain); }
section { margin-top: 3.25rem; padding-top: 1.25rem; border-top: 1px solid var(--line); }
.ordinal { margin-right: .6em; color: var(--soft); font-weight: 400; font-variant-numeric: tabular-nums; }
nav ol { margin: 0; padding: 0; list-style: none; display: flex; flex-wrap: wrap; gap: .15rem 1.1rem; font: .875rem/1.6 var(--plain); counter-reset: item; }
nav li { counter-increment: item; }
nav li::before { content: counter(item) "\\2002"; color: var(--soft); font-variant-numeric: tabular-nums; }
nav a { text-decoration: none; }
nav .part { flex-basis: 100%; max-width: none; counter-increment: none; margin-top: .3rem; color: var(--soft); }
nav .part::before { content: none; }
.part-title { max-width: none; margin: 5rem 0 -1.5rem; padding-top: 1.5rem; border-top: 3px solid var(--line); color: var(--soft); font: 600 .9375rem/1.4 var(--plain); }
.part-title + section { border-top: 0; }
nav a:hover, nav a:focus-visible { text-decoration: underline; }
.lead { margin: 1.75rem 0 2rem; padding: 1.1rem 1.4rem 1.2rem; background: var(--panel); border-left: 3px solid var(--yes); }
.lead p { margin: 0; font-size: 1.125rem; line-height: 1.55; }
.lead p + p { margin-top: .6rem; }
small, .note { color: var(--soft); font: .875rem/1.55 var(--plain); }
.note { max-width: 52em; }
footer { margin-top: 3.5rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font: .8125rem/1.5 var(--plain); }

table.data { width: 100%; margin: 1.25rem 0 .5rem; border-collapse: collapse; font: .8125rem/1.45 var(--plain); font-variant-numeric: tabular-nums; }
table.data caption { margin-bottom: .6rem; text-align: left; color: var(--soft); font-size: .875rem; line-height: 1.55; }
table.data th, table.data td { padding: .45rem .7rem .45rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--faint); font-weight: 400; }
table.data thead th { border-bottom: 1px solid var(--ink); color: var(--soft); font-size: .75rem; vertical-align: bottom; }
table.data tbody:last-child tr:last-child > * { border-bottom: 1px solid var(--line); }
table.data tr > :last-child { padding-right: 0; }
table.data .group th { padding-top: 1.1rem; font-weight: 600; border-bottom-color: var(--line); }
table.data .number { text-align: right; }
table.data td.number { white-space: nowrap; }
.method { color: var(--soft); font-size: .75rem; }
.interval { display: block; color: var(--soft); font-size: .75rem; white-space: nowrap; }
.id { font-family: var(--mono); font-size: .9em; overflow-wrap: anywhere; }

.verdict { display: inline-block; white-space: nowrap; font: 600 .8125rem/1.45 var(--plain); color: var(--open); }
.verdict-shown { color: var(--yes); }
.verdict-contradicted { color: var(--no); }
.question { display: block; color: var(--soft); font-weight: 400; }
.claim { display: block; font-weight: 600; }
#claims table.data th[scope="row"] { width: 36%; padding-right: 1.4rem; }

figure { margin: 1.25rem 0 0; }
figcaption { max-width: 52em; margin-top: .75rem; color: var(--soft); font: .875rem/1.55 var(--plain); }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin: 0 0 .6rem; padding: 0; list-style: none; font: .8125rem/1.5 var(--plain); color: var(--soft); }
.tone-untuned { --tone: var(--untuned); } .tone-tuned { --tone: var(--tuned); } .tone-control { --tone: var(--control); }
.inline-mark { vertical-align: -2px; margin-right: .4em; --tone: currentColor; }
.inline-mark.tone-untuned { --tone: var(--untuned); } .inline-mark.tone-tuned { --tone: var(--tuned); } .inline-mark.tone-control { --tone: var(--control); }
.plot-row { display: grid; grid-template-columns: 13.5rem minmax(0, 1fr) 11rem; column-gap: 1.4rem; align-items: center; font: .8125rem/1.35 var(--plain); font-variant-numeric: tabular-nums; }
.plot-row .strip { grid-column: 2; }
.plot-value { grid-column: 3; white-space: nowrap; }
.plot-value span { color: var(--soft); font-size: .75rem; }
.plot-value b { display: inline-block; min-width: 3.6rem; font-weight: 600; }
.histogram .plot-value b, .histogram .plot-value span { display: block; white-space: normal; }
.plot-group { margin: .9rem 0 .1rem; padding-top: .4rem; border-top: 1px solid var(--faint); color: var(--soft); font-size: .8125rem; }
.histogram .plot-row + .plot-row { margin-top: .35rem; }
.strip { display: block; overflow: visible; }
.strip text, .line-panel text { fill: var(--soft); font: 11px var(--plain); }
.grid { stroke: var(--faint); stroke-width: 1; }
.baseline { stroke: var(--line); stroke-width: 1; }
.reference { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 3 3; }
.whisker { stroke: var(--tone); stroke-width: 1.75; }
.mark { fill: var(--tone); stroke: var(--tone); stroke-width: 2; }
.mark.hollow { fill: var(--paper); }
.arrow, .bar { fill: var(--tone); }
.band { fill: var(--soft); shape-rendering: crispEdges; }
.line { fill: none; stroke: var(--tone); stroke-width: 1.75; stroke-linejoin: round; stroke-linecap: round; vector-effect: non-scaling-stroke; }
.line.dashed { stroke-dasharray: 7 4; }
.line.dotted { stroke-dasharray: 1 4; stroke-width: 2.25; }
.line.dash-dot { stroke-dasharray: 9 4 1 4; }
.line-panels { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 1.5rem 2.5rem; margin-top: 1rem; }
.line-panel { min-width: 0; padding: 0 .6rem 0 1.9rem; display: flex; flex-direction: column; justify-content: flex-end; }
.line-panel h3 { margin: 0 0 .7rem -1.9rem; font-size: .8125rem; text-wrap: balance; }
.line-panel p { margin: .35rem 0 0; color: var(--soft); font: .75rem/1.45 var(--plain); }

.chart { padding-left: 2.4rem; }
.chart .strip { margin-top: .9rem; }
.chart .range { fill: var(--tone); opacity: .22; }
.chart:has(.legend > :nth-child(5)) .range { opacity: .1; }
.chart .line-label { fill: var(--ink); }
.inline-line { vertical-align: 3px; margin-right: .5em; }

.scatter .faint { opacity: .45; }
.scatter .point-label { fill: var(--ink); font-weight: 600; }
.axis-title { margin: 0 0 -.4rem -2.4rem; color: var(--soft); font: .75rem/1.45 var(--plain); }
.axis-title-x { max-width: none; margin: .2rem 0 0; text-align: right; }

.shift { display: inline-block; min-width: 5.2rem; padding: .15rem .4rem; border-radius: 3px; --tint: transparent; background: var(--tint); background: color-mix(in srgb, var(--tint) var(--strength, 0%), transparent); }
.shift .interval { color: inherit; opacity: .75; }
.shift-verdict { display: inline-block; padding-left: .9rem; }
.shift-up { --tint: var(--yes); }
.shift-down { --tint: var(--no); }
.shift-own { outline: 1.5px solid var(--ink); outline-offset: -1px; }
.shift.inline { min-width: 0; padding-block: 0; }
.held { padding: 0 .25rem; border: 1px solid var(--soft); border-radius: 3px; color: var(--ink); font-weight: 600; }
.reason { white-space: normal; }

.responses { display: grid; grid-template-columns: repeat(auto-fill, minmax(16.5rem, 1fr)); gap: 1rem; margin: .75rem 0 2rem; }
.response { min-width: 0; padding: .8rem 1rem .9rem; background: var(--panel); border-top: 3px solid var(--tone); }
.response h4 { margin: 0; text-wrap: balance; font: 600 .8125rem/1.4 var(--plain); }
.response .note { margin: 0 0 .5rem; font-size: .75rem; }
.response blockquote { margin: 0; font-size: .9375rem; line-height: 1.5; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
.response mark, mark { background: var(--highlight); color: inherit; border-radius: 2px; padding: 0 .1em; }
.training-end { border-left: 2px dashed var(--soft); margin: 0 .15em; }
.prompt { margin-bottom: 0; }

.tokens { margin: 1rem 0; padding: .7rem 1rem .8rem; background: var(--panel); break-inside: avoid; }
.tokens p { max-width: none; margin: 0; }
.token-text { line-height: 1.9; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
.token { padding: .12em 0; background: color-mix(in srgb, var(--tint) var(--strength, 0%), transparent); print-color-adjust: exact; }
.token-up { --tint: var(--yes); }
.token-down { --tint: var(--no); }
.token-far { border-bottom: 1.5px solid var(--tint); }
.token-down.token-far { border-bottom-style: dotted; }
.token-legend .token { padding: .12em .5em; color: var(--ink); }

pre { margin: 1rem 0; padding: .8rem 1rem; background: var(--panel); font: .8125rem/1.5 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere; }
dl.facts { margin: .5rem 0 1.5rem; font: .8125rem/1.5 var(--plain); }
dl.facts > div { display: grid; grid-template-columns: 13.5rem minmax(0, 1fr); gap: 0 1.4rem; padding: .35rem 0; border-bottom: 1px solid var(--faint); }
dl.facts dt { color: var(--soft); overflow-wrap: anywhere; }
dl.facts dd { margin: 0; overflow-wrap: anywhere; }
details { margin: 1.25rem 0 0; padding-top: .5rem; border-top: 1px solid var(--faint); }
details + details { margin-top: .5rem; }
summary { max-width: 60rem; color: var(--yes); font: .875rem/1.5 var(--plain); cursor: pointer; }
summary:hover { text-decoration: underline; text-underline-offset: .15em; text-decoration-thickness: 1px; }
details[open] > summary { margin-bottom: .75rem; font-weight: 600; }
:focus-visible { outline: 2px solid var(--yes); outline-offset: 2px; }

@media screen and (max-width: 720px) {
  body { padding-top: 1.75rem; font-size: 1rem; }
  h1 { font-size: 1.6rem; }
  section { margin-top: 2.5rem; }
  .lead { padding: .9rem 1rem 1rem; }
  .plot-row { grid-template-columns: minmax(0, 1fr) auto; row-gap: .1rem; padding-bottom: .55rem; }
  .plot-row .strip { grid-column: 1 / -1; grid-row: 2; width: calc(100% - 1.5rem); margin-inline: .75rem; }
  .plot-value { grid-column: 2; text-align: right; }
  .plot-value b { min-width: 0; }
  .plot-axis { padding-bottom: 0; }
  .histogram .plot-row { grid-template-columns: minmax(0, 1fr); }
  .histogram .plot-value { grid-column: 1; grid-row: 3; text-align: left; }
  .histogram .plot-value b, .histogram .plot-value span { display: inline; }
  table.data, table.data caption, table.data tbody, table.data tr, table.data th, table.data td { display: block; }
  table.data thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table.data tr { padding: .6rem 0; border-bottom: 1px solid var(--line); }
  table.data th, table.data td, table.data tbody:last-child tr:last-child > * { padding: .12rem 0; border: 0; }
  table.data th[scope="row"] { font-weight: 600; padding-bottom: .25rem; }
  table.data .group { padding: 1.1rem 0 .2rem; }
  table.data td { display: grid; grid-template-columns: 9rem minmax(0, 1fr); gap: .75rem; }
  table.data td.prose { display: block; padding-top: .3rem; }
  table.data td.prose::before { content: none; }
  table.data td:not(.prose)::before { content: attr(data-title); color: var(--soft); }
  table.data td.number { text-align: left; white-space: normal; }
  .interval { display: inline; margin-left: .4em; }
  .shift-verdict { padding-left: .4rem; }
  dl.facts > div { grid-template-columns: minmax(0, 1fr); }
}
@media print {
  :root { --paper: #fff; --ink: #000; --panel: #f5f5f1; font-size: 12.5px; }
  body { padding: 0 1.25rem; font-size: 10pt; }
  section { margin-top: 2.25rem; }
  nav { display: none; }
  h2, h3, caption, .legend, .axis-title { break-after: avoid; }
  .axis-title-x, figcaption { break-before: avoid; }
  .lead, .chart, .line-panel, .plot-row, .response, table.data tr, details:not([open]) { break-inside: avoid; }
  summary { list-style: none; color: var(--soft); }
  summary::-webkit-details-marker { display: none; }
  details:not([open]) > summary::before { content: "Left out on paper: "; }
  .lead, .response, .shift, .bar, .band, .range, .mark { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
