import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import type { ConnectorContext, InvitationPage } from '../../contract.ts';
import { ConnectorError } from '../../errors.ts';
import { isInvitationLink } from '../find-invitation-link.ts';
import { readHydration, type FormField } from './page.ts';
import { createWebRemoteSession, type Page, type WebRemoteSession } from './remote-session.ts';
import type { Site } from './site-schema.ts';

const SUBJECT = 'invitation';

const Invitation = Type.Object({
  status: Type.String(),
  company_name: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  fields: Type.Optional(Type.Array(Type.Object({ name: Type.String(), required: Type.Boolean() }))),
});
type Invitation = Static<typeof Invitation>;

/** Looks at an invitation without accepting it. */
export async function readInvitation(
  site: Site,
  context: ConnectorContext,
  invitationUrl: string,
): Promise<InvitationPage> {
  const page = await openInvitation(createWebRemoteSession(site, context, null), invitationUrl);
  return toInvitationPage(site, page);
}

/**
 * Sets user name and password, and says what else is ours to say: that there is no account yet, and a personal address
 * of our own where the form has a place for one.
 * @throws ConnectorError invitation_used, invitation_expired, or invitation_demands_person when the form wants an
 * answer that is not ours to give, e.g. a phone, a birth date or a consent: then nothing is sent.
 */
export async function acceptInvitation(
  site: Site,
  context: ConnectorContext,
  invitationUrl: string,
  choice: { userName: string; password: string },
): Promise<void> {
  const web = createWebRemoteSession(site, context, null);
  const form = await openInvitation(web, invitationUrl);
  assertOpen(toInvitationPage(site, form));
  const answers = fillForm(site, form, choice);
  const answer = await web.submit(form, form.url, answers, SUBJECT);
  if (answer.redirectTo !== null) return;
  const invitation = findInvitation(site, answer);
  if (invitation) assertOpen(toState(site, invitation));
  // The form again: what it demands now, it may not have demanded before.
  if (answer.status === 422) assertNothingElseDemanded(site, answer, answers);
  throw new ConnectorError('unexpected_page', `The source refused our answers (${answer.status}).`, {
    subject: SUBJECT,
  });
}

async function openInvitation(web: WebRemoteSession, invitationUrl: string): Promise<Page> {
  if (!isInvitationLink(web.site, invitationUrl)) {
    throw new ConnectorError('unexpected_page', 'The link is no invitation link.', { subject: SUBJECT });
  }
  const page = await web.exchange({ method: 'GET', url: new URL(invitationUrl), subject: SUBJECT });
  return web.follow(page, SUBJECT);
}

function toInvitationPage(site: Site, page: Page): InvitationPage {
  // A token that the source does not know and one that ran out need the same of the admin: a new invitation.
  if (page.status === 404 || page.status === 410) return { state: 'expired' };
  const invitation = findInvitation(site, page);
  if (invitation) return toState(site, invitation);
  throw new ConnectorError('unexpected_page', `The invitation is an unknown page (${page.status}).`, {
    subject: SUBJECT,
  });
}

function findInvitation(site: Site, page: Page): Invitation | undefined {
  const invitation = readHydration(page.content, site.hydrationKeys.invitation, SUBJECT);
  return Value.Check(Invitation, invitation) ? invitation : undefined;
}

function toState(site: Site, invitation: Invitation): InvitationPage {
  const { texts } = site;
  if (texts.invitationOpen.includes(invitation.status)) {
    return { state: 'open', companyName: invitation.company_name?.trim() || null };
  }
  if (texts.invitationUsed.includes(invitation.status)) return { state: 'used' };
  if (texts.invitationExpired.includes(invitation.status)) return { state: 'expired' };
  throw new ConnectorError('unexpected_page', 'The invitation has an unknown status.', { subject: SUBJECT });
}

function assertOpen(page: InvitationPage): void {
  if (page.state === 'used') {
    throw new ConnectorError('invitation_used', 'The invitation was accepted before.', { subject: SUBJECT });
  }
  if (page.state === 'expired') {
    throw new ConnectorError('invitation_expired', 'The invitation has expired.', { subject: SUBJECT });
  }
}

function fillForm(
  site: Site,
  page: Page,
  choice: { userName: string; password: string },
): Record<string, string> {
  const { fields, texts } = site;
  const wanted = new Set(wantedFields(site, page).map(({ name }) => name));
  const ours = {
    [fields.userName]: choice.userName,
    [fields.password]: choice.password,
    [fields.passwordConfirmation]: choice.password,
    [fields.existingAccount]: texts.existingAccountNo,
    ...(wanted.has(fields.personalEmail)
      ? { [fields.personalEmail]: toPersonalEmail(site, choice.userName) }
      : {}),
  };
  assertNothingElseDemanded(site, page, ours);
  const given = formFields(site, page).filter((field) => field.type === 'hidden');
  return { ...Object.fromEntries(given.map((field) => [field.name, field.value])), ...ours };
}

/** The form asks for a person's address; ours is derived from the service e-mail, and belongs to nobody else. */
function toPersonalEmail(site: Site, serviceEmail: string): string {
  const [local = '', domain = ''] = serviceEmail.split('@');
  return site.acceptance.personalEmail.replace('{local}', () => local).replace('{domain}', () => domain);
}

function assertNothingElseDemanded(site: Site, page: Page, ours: Record<string, string>): void {
  const demanded = wantedFields(site, page).filter(
    ({ name, isRequired }) => isRequired && !Object.hasOwn(ours, name),
  );
  if (demanded.length === 0) return;
  const names = [...new Set(demanded.map(({ name }) => toShownName(name)))].sort();
  throw new ConnectorError(
    'invitation_demands_person',
    `The form demands answers that only a person can give: ${names.join(', ')}.`,
    { subject: SUBJECT, details: names },
  );
}

/** A field's name as an operator may see it: a page could write anything there. */
function toShownName(name: string): string {
  return /^[A-Za-z][\w.[\]-]{0,39}$/.test(name) ? name : 'a field of another name';
}

interface WantedField {
  name: string;
  isRequired: boolean;
}

/** What the form shows and what the page says of it: either may demand something. */
function wantedFields(site: Site, page: Page): WantedField[] {
  const listed = findInvitation(site, page)?.fields ?? [];
  return [
    ...formFields(site, page).filter(({ type }) => type !== 'hidden'),
    ...listed.map(({ name, required }) => ({ name, isRequired: required })),
  ];
}

function formFields(site: Site, page: Page): FormField[] {
  const form = page.content.forms.find(({ fields }) =>
    fields.some((field) => field.name === site.fields.passwordConfirmation),
  );
  if (form) return form.fields;
  throw new ConnectorError('unexpected_page', 'The invitation shows no form to set a password.', {
    subject: SUBJECT,
  });
}
