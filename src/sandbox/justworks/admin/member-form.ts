import type { Company } from '../company/company.ts';
import { MEMBER_FIELDS, type MemberField } from '../company/member-fields.ts';
import type { Member } from '../company/member.ts';
import { html, type Html } from '../pages/html.ts';
import { managerInput, sameText, selectInput, textInput } from './form-controls.ts';

const GROUPS = ['Person', 'Address', 'Job', 'Pay'] as const;

/** All fields of a member, filled in from `values`. */
export function memberFieldsets(company: Company, members: readonly Member[], values: Partial<Member>): Html {
  return html`${GROUPS.map(
    (group) =>
      html`<fieldset>
        <legend>${group}</legend>
        ${MEMBER_FIELDS.filter((field) => field.group === group).map((field) =>
          fieldInput(field, company, members, values[field.name] ?? null),
        )}
      </fieldset>`,
  )}`;
}

export function fieldInput(
  field: MemberField,
  company: Company,
  members: readonly Member[],
  value: string | null,
): Html {
  const { name, label, kind } = field;
  if (kind === 'member') return managerInput(members, value);
  if (kind === 'choice') {
    return selectInput(name, label, sameText(field.choices!(company)), value, !field.isRequired);
  }
  const type = kind === 'date' || kind === 'email' ? kind : 'text';
  return textInput(name, label, { value, type, isRequired: field.isRequired ?? false });
}

/** The fields of a member that a form carries; everything else in it is left out. */
export function memberFieldsOf(body: unknown): Record<string, unknown> {
  const form = body as Record<string, unknown>;
  const present = MEMBER_FIELDS.filter(({ name }) => form[name] !== undefined);
  return Object.fromEntries(present.map(({ name }) => [name, form[name]]));
}
