import type { AccountScope } from '../accounts/index.ts';
import { appendAuditEvent, type AuditActor } from '../audit/index.ts';
import { createEmployerLinkToken, deleteExpiredEmployerLinks, insertEmployerLink } from '../auth/index.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { addMs, DAY_MS, MINUTE_MS } from '../lib/duration.ts';
import { newId } from '../lib/ids.ts';
import type { Language } from '../lib/language.ts';
import { toPageUrl } from '../linking/index.ts';
import type { EmployerDeps } from './deps.ts';
import { writeEmployerLinkMail } from './employer-link-mail.ts';
import { lockAccountNames, type AccountNames } from './employer-page-store.ts';

export interface NewEmployerLink {
  /** Up to seven days. */
  expiresInMinutes: number;
  /** To whom it is mailed; not kept. Null: to nobody. */
  email: string | null;
  /** What the page speaks; null: what the organization has chosen. */
  language: Language | null;
}

export interface CreatedEmployerLink {
  id: string;
  url: string;
  expires_at: string;
  /** A relay of ours took the mail. */
  is_mailed: boolean;
}

/**
 * Makes a link that opens the employer's own page of a linked account, for whoever has it, until it expires or is ended.
 * @throws AppError not_found
 */
export async function createEmployerLink(
  deps: Pick<EmployerDeps, 'db' | 'clock' | 'log' | 'mailer' | 'connectors' | 'config' | 'secrets'>,
  scope: AccountScope,
  { expiresInMinutes, email, language }: NewEmployerLink,
  actor: AuditActor,
): Promise<CreatedEmployerLink> {
  const now = deps.clock.now();
  const link = { id: newId(), language, createdAt: now, expiresAt: addMs(now, expiresInMinutes * MINUTE_MS) };
  const names = await inTransaction(deps.db, (trx) => storeLink(trx, scope, link, actor));
  const principal = { ...scope, employerLinkId: link.id };
  const token = await createEmployerLinkToken(
    deps.secrets.linkTokenKey,
    principal,
    link.expiresAt,
    deps.clock,
  );
  const { organizationId } = scope;
  const url = toPageUrl(deps.config.linking.publicUrl, 'employer', { organizationId, token });
  const isMailed = email !== null && (await mailLink(deps, { email, url, names, ...link }));
  return { id: link.id, url, expires_at: link.expiresAt.toISOString(), is_mailed: isMailed };
}

async function storeLink(
  trx: Trx,
  scope: AccountScope,
  link: { id: string; language: Language | null; createdAt: Date; expiresAt: Date },
  actor: AuditActor,
): Promise<AccountNames> {
  const names = await lockAccountNames(trx, scope);
  // A day later, so that who comes too late is told that the link has ended.
  await deleteExpiredEmployerLinks(trx, scope.organizationId, addMs(link.createdAt, -DAY_MS));
  await insertEmployerLink(trx, scope, link);
  await appendAuditEvent(trx, {
    ...scope,
    actor,
    type: 'GENERATED_MAGIC_LINK',
    description: `Made the link ${link.id} to the employer's own page.`,
  });
  return names;
}

/** False: the relay is away or there is none; the caller still has the link. */
async function mailLink(
  deps: Pick<EmployerDeps, 'log' | 'mailer' | 'connectors'>,
  mail: {
    id: string;
    email: string;
    url: string;
    names: AccountNames;
    language: Language | null;
    expiresAt: Date;
  },
): Promise<boolean> {
  if (deps.mailer.isConfigured === false) return false;
  const { names, url, expiresAt } = mail;
  const integration = deps.connectors.get(names.integration).name;
  const language = mail.language ?? names.language;
  const text = writeEmployerLinkMail(language, {
    organization: names.organization,
    integration,
    url,
    expiresAt,
  });
  try {
    await deps.mailer.send({ to: mail.email, ...text });
    return true;
  } catch {
    // The relay's own words may name the address.
    deps.log.warn({ employer_link_id: mail.id }, 'employer_link_not_mailed');
    return false;
  }
}
