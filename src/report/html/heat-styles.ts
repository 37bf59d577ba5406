/**
 * The styles of heat maps. A tint is at most 45 % of its colour, so that numbers keep a contrast of 4.5 to 1 in light, dark and print; the
 * number says all that the tint says.
 */
export const heatStyles = `
.heat { overflow-x: auto; break-inside: avoid; }
.heat table { margin: 1rem 0 .25rem; border-collapse: separate; border-spacing: 2px; font: .75rem/1.3 var(--plain); font-variant-numeric: tabular-nums; }
.heat caption { margin-bottom: .6rem; text-align: left; color: var(--soft); font-size: .875rem; line-height: 1.55; }
.heat th { padding: .1rem .45rem; font-weight: 400; color: var(--soft); white-space: nowrap; }
.heat th[scope="row"] { text-align: right; color: var(--ink); }
.heat thead th { vertical-align: bottom; text-align: center; }
.heat .upright thead th[scope="col"] { padding: .3rem .1rem; }
.heat .upright thead th[scope="col"] span { writing-mode: vertical-rl; transform: rotate(180deg); color: var(--ink); }
.heat .across { text-align: left; font-size: .75rem; }
.heat td { min-width: 2.55rem; padding: .32rem .25rem; text-align: center; border-radius: 2px; white-space: nowrap; background: color-mix(in srgb, var(--tint, transparent) var(--strength, 0%), var(--panel)); print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.heat .heat-up { --tint: var(--yes); }
.heat .heat-down { --tint: var(--no); }
.heat td.empty { background: none; color: var(--soft); }
.heat td.weak { color: var(--soft); background: var(--panel); }
.heat td.framed { outline: 2px solid var(--ink); outline-offset: -2px; font-weight: 600; }
.heat small { display: block; font-size: .625rem; line-height: 1.2; color: inherit; }
`;
