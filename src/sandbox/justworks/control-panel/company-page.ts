import { buttonForm, textInput } from '../admin/form-controls.ts';
import type { ClockView } from '../control/clock-control.ts';
import { html, type Html } from '../pages/html.ts';
import type { World } from '../world.ts';
import { PANEL } from './panel-page.ts';

export function companyPage({ company, roster }: World, clock: ClockView): Html {
  return html`<h2>Clock</h2>
    <p>It is ${clock.now}, in New York ${clock.today}.</p>
    ${
      clock.isMovable
        ? clockForm
        : html`<p>Whoever started this sandbox keeps its clock. It can't be moved here.</p>`
    }
    <h2>Company</h2>
    <p>
      ${company.legalName}: ${roster.members.length.toLocaleString('en-US')} people,
      ${company.departments.length} departments, ${company.offices.length} offices.
      <a href="/admin/departments">Departments</a> and <a href="/admin/offices">offices</a> are changed on the
      admin's pages.
    </p>
    ${
      company.leftOn === null
        ? buttonForm(`${PANEL}/company/leave`, 'Leave Justworks today')
        : html`<p>The company left Justworks on ${company.leftOn}.</p>
            ${buttonForm(`${PANEL}/company/return`, 'Return to Justworks')}`
    }`;
}

const clockForm = html`<form method="post" action="${PANEL}/clock">
  ${textInput('days', 'Days', { value: '1' })} ${textInput('hours', 'Hours', { value: '0' })}
  ${textInput('to', 'Or to this instant, such as 2027-01-01T05:00:00Z')}
  <button type="submit">Advance the clock</button>
</form>`;
