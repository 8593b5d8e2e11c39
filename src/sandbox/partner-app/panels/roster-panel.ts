import { html, type Html } from '../../justworks/pages/html.ts';
import type { Membership } from '../group-rules.ts';
import { renderTable } from './table.ts';

const STATUS: Record<string, string> = { ACTIVE: 'Active', PENDING: 'To start', INACTIVE: 'Left' };

/** The people as the API gives them, each with the group that the rules and the webhooks put them in. */
export function renderRoster(
  employees: readonly Record<string, unknown>[],
  memberships: readonly Membership[],
): Html {
  const byId = new Map(memberships.map((one) => [one.employeeId, one]));
  const rows = employees.map((employee) => {
    const { department, group } = byId.get(text(employee['id'])) ?? { department: null, group: null };
    return [
      html`${text(employee['display_full_name'])}<br /><span class="quiet"
          >${text(employee['work_email'])}</span
        >`,
      html`${group}<br /><span class="quiet">${department?.name}</span>`,
      html`${toStatus(employee['employment_status'])}<br /><span class="quiet">${toDays(employee)}</span>`,
    ];
  });
  return html`<h2>Roster <span class="count">${employees.length}</span></h2>
    ${renderTable(
      'Roster',
      ['Person', 'Group', 'Status'],
      rows,
      'Nobody yet. People arrive with the first sync.',
    )}`;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const day = (value: unknown): string => text(value).slice(0, 10);
const toStatus = (status: unknown): string => STATUS[text(status)] ?? text(status);

/** The day that is to come or came last: of somebody without a last day, the first one. */
function toDays(employee: Record<string, unknown>): Html {
  const end = day(employee['termination_date']);
  const [word, when] = end === '' ? ['from', day(employee['start_date'])] : ['until', end];
  return html`${word} <span class="days">${when}</span>`;
}
