import { html, type Html } from '../pages/html.ts';

export interface InvitationField {
  name: string;
  required: boolean;
}

/** What the form asks by itself, in its order. */
const FIELDS: readonly InvitationField[] = [
  { name: 'has_existing_account', required: true },
  { name: 'username', required: false },
  { name: 'password', required: true },
  { name: 'password_confirmation', required: true },
  { name: 'personal_email', required: false },
];

const LABELS: Record<string, string> = {
  username: 'User name',
  personal_email: 'Personal e-mail',
  phone: 'Phone',
  date_of_birth: 'Date of birth',
  tax_id: 'Tax ID',
};

export const DEMANDABLE_FIELDS = Object.keys(LABELS);

/** @param demanded names that must be answered besides, with commas between */
export function invitationFields(demanded: string | undefined): InvitationField[] {
  const names = (demanded ?? '').split(',').map((name) => name.trim());
  const known = FIELDS.map(({ name, required }) => ({ name, required: required || names.includes(name) }));
  const further = names.filter((name) => name !== '' && !FIELDS.some((field) => field.name === name));
  return [...known, ...further.map((name) => ({ name, required: true }))];
}

/** The first field that must be answered and is not. */
export function unanswered(
  fields: readonly InvitationField[],
  answer: (name: string) => string,
): string | undefined {
  const missing = fields.find(({ name, required }) => required && answer(name).trim() === '');
  return missing && `Error: ${LABELS[missing.name] ?? missing.name} must be filled in.`;
}

/** Inputs of everything but the account question and the password. */
export function fieldInputs(fields: readonly InvitationField[]): Html[] {
  return fields
    .filter(({ name }) => LABELS[name] !== undefined)
    .map(
      ({ name, required }) =>
        html`<label
          >${LABELS[name]}${required ? null : ' (optional)'}
          <input name="${name}" ${required && html` required`}
        /></label>`,
    );
}
