import { html, type Html } from '../../justworks/pages/html.ts';
import type { PanelName } from '../panels/index.ts';

export interface PageLinks {
  /** Of Muster, where the script that opens the modal comes from. */
  apiUrl: string;
  sandboxUrl: string;
  hasTour: boolean;
}

const PLACES: [path: string, name: string][] = [
  ['/', 'Integrations'],
  ['/people', 'People and tasks'],
  ['/side-by-side', 'Side by side'],
  ['/tour', 'Tour'],
];

/** A whole page of the product. */
export function renderPage(links: PageLinks, path: string, body: Html): string {
  const places = PLACES.filter(([place]) => links.hasTour || place !== '/tour');
  const name = places.find(([place]) => place === path)?.[1] ?? 'Not available';
  return renderDocument(
    links,
    name,
    html`<header class="bar">
        <p class="brand">Larkspur IT <span class="quiet">a demo partner</span></p>
        <nav aria-label="Pages">
          ${places.map(
            ([place, title]) =>
              html`<a href="${place}" ${place === path && html`aria-current="page"`}>${title}</a>`,
          )}
        </nav>
      </header>
      <main>
        <h1>${name}</h1>
        <p id="notice" role="alert" class="bad"></p>
        ${body}
      </main>
      <footer>
        Play the employer's admin in the <a href="${links.sandboxUrl}/admin">simulated Justworks</a>, pull
        strings in its <a href="${links.sandboxUrl}/control-panel">control panel</a>, read the admin's
        <a href="/mailbox">mailbox</a>, or take the <a href="/inbox.json">webhooks as JSON</a>.
      </footer>`,
  );
}

/** A document with the scripts that every page of the product needs. */
export function renderDocument({ apiUrl }: PageLinks, title: string, body: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title} · Larkspur IT</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/browser/app.css" />
        <script src="${apiUrl}/link/muster-link.js" defer></script>
        <script src="/browser/app.js" type="module"></script>
      </head>
      <body>
        ${body}
      </body>
    </html>`.text;
}

/** A place on a page whose content changes by itself. */
export function renderPanel(name: PanelName, content: Html): Html {
  return html`<section class="panel" data-panel="${name}">${content}</section>`;
}
