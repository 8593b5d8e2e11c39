import { html, type Html } from '../../justworks/pages/html.ts';
import { PANELS, type PanelName } from '../panels/index.ts';
import type { Product } from '../product.ts';
import { renderDocument, renderPage, renderPanel, type PageLinks } from './page.ts';

type Body = (panel: (name: PanelName) => Html) => Html;

const COLUMNS: PanelName[] = ['roster', 'webhooks', 'tasks'];
const columns: Body = (panel) => html`<div class="columns">${COLUMNS.map(panel)}</div>`;

const PAGES: Record<string, { panels: PanelName[]; body: Body }> = {
  '/': {
    panels: ['tile', 'rules'],
    body: (panel) => html`${panel('tile')} ${panel('rules')}`,
  },
  '/people': {
    panels: ['tasks', 'roster'],
    body: (panel) => html`${panel('tasks')} ${panel('roster')}`,
  },
  '/side-by-side': { panels: COLUMNS, body: columns },
  '/tour': {
    panels: ['tour', ...COLUMNS],
    body: (panel) =>
      html`<div class="tour">
          ${panel('tour')}
          <div class="phone">
            <iframe src="/phone" title="The product on the admin's phone" allow="clipboard-write"></iframe>
          </div>
        </div>
        ${columns(panel)}`,
  },
};

export const PAGE_PATHS = Object.keys(PAGES);

/** @param path one of PAGE_PATHS */
export async function renderProductPage(product: Product, path: string): Promise<string> {
  const { panels, body } = PAGES[path]!;
  const contents = new Map<PanelName, Html>();
  for (const name of panels) contents.set(name, await PANELS[name](product));
  return renderPage(
    linksOf(product),
    path,
    body((name) => renderPanel(name, contents.get(name)!)),
  );
}

/** The tile alone, as a phone shows it inside the page of the tour. */
export async function renderPhone(product: Product): Promise<string> {
  const tile = renderPanel('tile', await PANELS.tile(product));
  return renderDocument(
    linksOf(product),
    'Phone',
    html`<main class="on-phone">
      <h1>Larkspur IT</h1>
      <p id="notice" role="alert" class="bad"></p>
      ${tile}
    </main>`,
  );
}

/** What stands in the place of a page that can't be shown. */
export function renderTrouble(product: Product, message: string): string {
  return renderPage(
    linksOf(product),
    '',
    html`<p>${message}</p>
      <p><a href="/">Back to the integrations</a></p>`,
  );
}

function linksOf({ options }: Product): PageLinks {
  return {
    apiUrl: options.apiUrl,
    sandboxUrl: options.sandboxUrl,
    hasTour: options.tour !== undefined,
  };
}
