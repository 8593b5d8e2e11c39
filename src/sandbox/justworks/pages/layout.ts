import { Html, html } from './html.ts';

export interface Page {
  title: string;
  body: Html;
  /** What scripts find in the page, by hydration key. */
  hydration?: Record<string, unknown>;
  navigation?: Html;
}

// Readers take the word for a failed sign-in when they see it in a page, so the style sheet does without it.
const STYLE = new Html(`<style>
body{font:16px/1.5 system-ui,sans-serif;margin:0;color:#1c2430;background:#fafaf7}
a{color:#14506e} .banner{background:#3b3557;color:#fff;padding:.4rem 1rem;margin:0;font-size:.9rem}
.frame{display:flex;gap:2rem;max-width:72rem;margin:0 auto;padding:1rem} nav ul{list-style:none;padding:0;min-width:9rem}
main{flex:1;min-width:0;overflow-wrap:anywhere} label{display:block;margin:.6rem 0}
label>input:not([type=checkbox]):not([type=radio]),select{display:block;box-sizing:border-box;font:inherit;padding:.35rem;width:24rem;max-width:100%}
.inline{display:flex;flex-wrap:wrap;gap:.5rem;align-items:end} .inline label{margin:0} .inline input{width:16rem!important}
.pager a{margin-left:1rem} details{margin:1rem 0} summary{cursor:pointer} main>form,main>p{margin:.8rem 0} h2{margin:1.6rem 0 .4rem;font-size:1.2rem}
.scroll{overflow-x:auto;overflow-wrap:normal} td form{margin:0}
table{border-collapse:collapse;width:100%} th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #d8d8d0}
button,.button{font:inherit;padding:.4rem .9rem;border:1px solid #3b3557;border-radius:.3rem;background:#3b3557;color:#fff;text-decoration:none;cursor:pointer}
[role=alert]{border-left:.3rem solid #a8201a;padding:.5rem 1rem;background:#fdeceb} .notice{border-left:.3rem solid #8a6d00;padding:.5rem 1rem;background:#fdf6dc}
fieldset{border:1px solid #d8d8d0;margin:1rem 0;min-width:0}
@media(max-width:44rem){.frame{flex-direction:column;gap:0} nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1rem;margin:.5rem 0}}
</style>`);

/** A whole page. Every one says that it is a sandbox. */
export function renderPage(page: Page): string {
  const { title, body, hydration = {}, navigation } = page;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} - Sandbox</title>
        ${STYLE}
      </head>
      <body>
        <header><p class="banner">Sandbox: a simulated Justworks. Nothing here is real.</p></header>
        <div class="frame">
          ${navigation ? html`<nav aria-label="Company">${navigation}</nav>` : null}
          <main>
            <h1>${title}</h1>
            ${body}
          </main>
        </div>
        ${Object.entries(hydration).map(([key, value]) => hydrationTag(key, value))}
      </body>
    </html> `.text;
}

/** The form of these tags, down to the order of the attributes, is what readers of the site rely on. */
function hydrationTag(key: string, value: unknown): Html {
  const json = JSON.stringify(value).replaceAll('<', '\\u003c');
  return new Html(
    `<script class="hydration-helper-data" data-hydration-key="${key}" type="application/json">${json}</script>\n`,
  );
}

export function errorBox(message: string): Html {
  return html`<div class="error" role="alert">${message}</div>`;
}
