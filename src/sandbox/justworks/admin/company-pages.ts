import type { Company } from '../company/company.ts';
import { OFFICE_FIELDS } from '../company/offices.ts';
import { html, type Html } from '../pages/html.ts';
import { tableOf } from '../pages/list-page.ts';
import { REPORT_TITLES, REPORT_TYPES } from '../reports/report-types.ts';
import type { World } from '../world.ts';
import { buttonForm, textInput } from './form-controls.ts';

export function departmentsPage({ company, roster }: World): Html {
  const sizes = new Map<string, number>();
  for (const { department } of roster.members) sizes.set(department, (sizes.get(department) ?? 0) + 1);
  const rows = company.departments.map(({ id, name }) => {
    const url = `/admin/departments/${id}`;
    return [
      name,
      String(sizes.get(name) ?? 0),
      html`<form method="post" action="${url}" class="inline">
        <label>New name of ${name} <input name="name" value="${name}" required /></label>
        <button type="submit">Rename</button>
      </form>`,
      buttonForm(`${url}/remove`, `Delete ${name}`),
    ];
  });
  return html`${tableOf(['Name', 'People', 'Rename', 'Delete'], rows)}
    <p>The people of a deleted department are left without one.</p>
    <h2>Add a department</h2>
    <form method="post" action="/admin/departments">
      ${textInput('name', 'Name', { isRequired: true })}
      <button type="submit">Add department</button>
    </form>`;
}

export function officesPage({ offices }: Company): Html {
  const rows = offices.map((office) => OFFICE_FIELDS.map(([field]) => office[field]));
  const headers = OFFICE_FIELDS.map(([, label]) => label);
  return html`${tableOf(headers, rows)}
    <h2>Add an office</h2>
    <form method="post" action="/admin/offices">
      ${OFFICE_FIELDS.map(([field, label]) =>
        textInput(field, label, {
          value: field === 'country' ? 'United States' : null,
          isRequired: field !== 'street2' && field !== 'phone',
        }),
      )}
      <button type="submit">Add office</button>
    </form>`;
}

export function reportsPage(world: World): Html {
  const rows = world.reports
    .list()
    .map(({ id, type, requestedAt }) => [
      html`<a href="/admin/reports/${id}">${REPORT_TITLES[type]}</a>`,
      requestedAt.toISOString(),
    ]);
  return html`${REPORT_TYPES.map(
      (type) =>
        html`<h2>${REPORT_TITLES[type]}</h2>
          <p><a href="/admin/reports/${type}">Look at it as it would be made now</a></p>
          <form method="post" action="/admin/reports">
            <input type="hidden" name="report_type" value="${type}" />
            <button type="submit">Request the ${REPORT_TITLES[type]}</button>
          </form>`,
    )}
    <h2>Requested reports</h2>
    ${rows.length === 0 ? html`<p>None yet.</p>` : tableOf(['Report', 'Requested at'], rows)}`;
}
