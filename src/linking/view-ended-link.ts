import type { Db } from '../db/client.ts';
import { notFound } from '../lib/app-error.ts';
import type { Language } from '../lib/language.ts';
import { BRANDING_COLUMNS, brandingOf, type Branding } from './branding.ts';
import type { LinkSessionKey } from './link-sessions-store.ts';
import { languageOf } from './session-language.ts';

/** All that a link still tells when it has ended: whom to ask for a new one. */
export interface EndedLinkView {
  language: Language;
  organization: Branding;
}

/** @throws AppError not_found */
export async function viewEndedLink(
  { db }: { db: Db },
  { organizationId, linkSessionId }: LinkSessionKey,
): Promise<EndedLinkView> {
  const row = await db
    .selectFrom('link_sessions')
    .innerJoin('organizations', 'organizations.id', 'link_sessions.organization_id')
    .select(BRANDING_COLUMNS)
    .select(['chosen_language', 'asked_language', 'default_language'])
    .where('link_sessions.organization_id', '=', organizationId)
    .where('link_sessions.id', '=', linkSessionId)
    .executeTakeFirst();
  if (!row) throw notFound('link session');
  return { language: languageOf(row, row), organization: brandingOf(row) };
}
