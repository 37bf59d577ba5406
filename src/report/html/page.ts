import { heatStyles } from "./heat-styles.ts";
import { type Content, html, Markup } from "./markup.ts";
import { pageStyles } from "./styles.ts";

export interface PageSection {
  /** Anchor, unique on the page. */
  id: string;
  title: string;
  body: Content;
  /** Name of the part of the page that begins with it. */
  part?: string;
}

export interface PageOptions {
  title: string;
  /** One sentence, also for the list of a folder. */
  subtitle: string;
  /** Above the sections: the answer. */
  lead?: Content;
  sections: readonly PageSection[];
  footer: string;
}

/**
 * A whole report in one file: no script, no font, no picture from elsewhere, and a policy that forbids the browser to
 * load or run any, whatever a model wrote. Light or dark as the reader's system is.
 */
export function page({ title, subtitle, lead, sections, footer }: PageOptions): string {
  const contents = sections.map(
    ({ id, title: name, part }) =>
      html`${part === undefined ? null : html`<li class="part">${part}</li>`}<li><a href="#${id}">${name}</a></li>`,
  );
  const body = sections.map(
    ({ id, title: name, body: content, part }, i) => html`
${part === undefined ? null : html`<p class="part-title">${part}</p>`}
<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title"><span class="ordinal">${i + 1}</span>${name}</h2>
${content}
</section>`,
  );
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${subtitle}">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${new Markup(pageStyles + heatStyles)}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p class="subtitle">${subtitle}</p>
</header>
<main>
${lead}
<nav aria-label="Contents"><ol>${contents}</ol></nav>
${body}
</main>
<footer>${footer}</footer>
</body>
</html>
`.text;
}
