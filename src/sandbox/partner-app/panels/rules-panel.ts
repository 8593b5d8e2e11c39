import { html, type Html } from '../../justworks/pages/html.ts';
import type { Department } from '../departments.ts';
import { GROUP_OF_THE_REST, type GroupRules, type Membership } from '../group-rules.ts';

/** Which group of the product the people of each department are put in. */
export function renderRules(
  departments: readonly Department[],
  rules: GroupRules,
  memberships: readonly Membership[],
): Html {
  return html`<h2>Departments and groups</h2>
    <p class="quiet">
      People are put into a group of this product by their department in Justworks, as webhooks arrive. Where
      nothing is entered they are in ${GROUP_OF_THE_REST}.
    </p>
    ${
      departments.length === 0
        ? html`<p class="quiet">Departments come with the first sync.</p>`
        : html`<ul class="rules">
              ${departments.map((one) => renderRule(one, rules, memberships))}
            </ul>
            <h3>Groups</h3>
            <ul class="groups">
              ${toSizes(memberships).map(([group, size]) => html`<li><strong>${group}</strong> ${size}</li>`)}
            </ul>`
    }`;
}

function renderRule({ id, name }: Department, rules: GroupRules, memberships: readonly Membership[]): Html {
  const size = memberships.filter(({ department }) => department?.id === id).length;
  return html`<li>
    <form data-post="/rules">
      <input type="hidden" name="department_id" value="${id}" />
      <label for="group-${id}">${name} <span class="quiet">(${size})</span></label>
      <input
        id="group-${id}"
        name="group"
        maxlength="60"
        autocomplete="off"
        placeholder="${GROUP_OF_THE_REST}"
        value="${rules.get(id)}"
      />
      <button class="second small" id="save-${id}">
        Save<span class="unseen"> the group of ${name}</span>
      </button>
    </form>
  </li>`;
}

function toSizes(memberships: readonly Membership[]): [string, number][] {
  return [...Map.groupBy(memberships, ({ group }) => group)]
    .map(([group, members]): [string, number] => [group, members.length])
    .toSorted(([a], [b]) => a.localeCompare(b));
}
