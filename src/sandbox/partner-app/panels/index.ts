import type { Html } from '../../justworks/pages/html.ts';
import type { Product } from '../product.ts';
import { renderRoster } from './roster-panel.ts';
import { renderRules } from './rules-panel.ts';
import { renderTasks } from './tasks-panel.ts';
import { renderTile } from './tile-panel.ts';
import { renderTour } from './tour-panel.ts';
import { renderWebhooks } from './webhooks-panel.ts';

/** Each part of a page that changes by itself, by the name that the live feed calls it. */
export const PANELS = {
  tile: async (product: Product) => renderTile(await product.connection.describe()),
  rules: (product: Product) => renderRules(product.departments(), product.rules(), product.memberships()),
  roster: async (product: Product) =>
    renderRoster(await product.connection.listEmployees(), product.memberships()),
  webhooks: (product: Product) => renderWebhooks(product.inbox.received),
  tasks: (product: Product) => renderTasks(product.tasks(), product.today()),
  tour: (product: Product) => renderTour(product.options.tour?.steps() ?? []),
} satisfies Record<string, (product: Product) => Html | Promise<Html>>;

export type PanelName = keyof typeof PANELS;
