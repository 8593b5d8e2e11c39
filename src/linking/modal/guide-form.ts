import type { SessionView } from '../session-view.ts';

export type FormField = SessionView['service_account']['form'][number];

export interface GuideForm {
  fields: FormField[];
  /** The form's last choice, which the guide shows as a step of its own; null when the form doesn't have it. */
  sendInvitation: FormField | null;
}

/** The admin fills in the fields first and chooses how the invitation is sent at the end. */
export function toGuideForm(form: readonly FormField[]): GuideForm {
  const isInvitation = ({ label }: FormField) => /^send invitation/i.test(label);
  return {
    fields: form.filter((field) => !isInvitation(field)),
    sendInvitation: form.find(isInvitation) ?? null,
  };
}

/** The choices of one value, e.g. "Work Email, Now" is two buttons to press. */
export function toChoices(value: string): string[] {
  return value
    .split(',')
    .map((choice) => choice.trim())
    .filter((choice) => choice !== '');
}
