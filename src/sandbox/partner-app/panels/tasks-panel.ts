import { html, type Html } from '../../justworks/pages/html.ts';
import type { RemindedTask } from '../product.ts';
import { renderTable } from './table.ts';

/** What the customer's people have to do, the day it is by the product's clock, and what was reminded of by mail. */
export function renderTasks(tasks: readonly RemindedTask[], today: string): Html {
  const rows = tasks.map((task) => [
    html`${task.name}<br /><span class="quiet">${task.kind}</span>`,
    html`<span class="days">${task.day ?? 'not known'}</span>`,
    html`<span class="badge ${task.state.replace(' ', '-')}">${task.state}</span><br /><span class="quiet"
        >${toReminder(task)}</span
      >`,
  ]);
  return html`<h2>Tasks <span class="count">${tasks.length}</span></h2>
    <p class="quiet">
      By this product's clock it is <strong id="product-today">${today}</strong>.
      <button id="next-day" class="second small" data-post="/clock" data-body='{"days":1}'>One day on</button>
    </p>
    ${renderTable(
      'Tasks',
      ['Person', 'Day', 'State'],
      rows,
      'Nothing to do. Tasks come with the webhooks of people who are to start or to leave.',
    )}`;
}

function toReminder({ reminded, state, day }: RemindedTask): string {
  if (state === 'canceled' || day === null) return 'no reminder';
  if (reminded === null) return 'reminder to come';
  return reminded === 'ahead' ? 'reminded the day before' : 'reminded at the day';
}
