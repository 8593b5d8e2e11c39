import { sql } from 'kysely';
import type { AccountScope } from '../accounts/index.ts';
import type { ConnectionMethod } from '../connectors/contract.ts';
import type { Db } from '../db/client.ts';
import { listByKeyset } from '../db/keyset-list.ts';
import { toApiTimestamp } from '../db/timestamps.ts';
import type { Trx } from '../db/transaction.ts';
import type { Scopes } from '../hris/scopes.ts';
import { newId } from '../lib/ids.ts';
import type { Language } from '../lib/language.ts';
import type { Page, PageRequest } from '../lib/page.ts';

export interface NewConsent {
  linkSessionId: string;
  givenAt: Date;
  personName: string;
  toldEmail: string | null;
  employerName: string;
  method: ConnectionMethod;
  language: Language;
  scopes: Scopes;
  /** Word by word what stood on the page. */
  text: string;
  /** SHA-256 of it. */
  textHash: Buffer;
}

/** Added and never changed. */
export async function insertConsent(trx: Trx, scope: AccountScope, consent: NewConsent): Promise<void> {
  await trx
    .insertInto('consents')
    .values({
      id: newId(),
      organization_id: scope.organizationId,
      linked_account_id: scope.linkedAccountId,
      link_session_id: consent.linkSessionId,
      given_at: consent.givenAt,
      person_name: consent.personName,
      told_email: consent.toldEmail,
      employer_name: consent.employerName,
      connection_method: consent.method,
      language: consent.language,
      scopes: JSON.stringify(consent.scopes),
      text: consent.text,
      text_hash: consent.textHash,
    })
    .execute();
}

/** What somebody agreed to, as the API tells it. */
export interface ConsentView {
  id: string;
  link_session_id: string;
  given_at: string;
  person: { name: string; told_email: string | null };
  employer_name: string;
  connection_method: ConnectionMethod;
  language: Language;
  scopes: { model_name: string; fields: string[] }[];
  text: string;
  text_sha256: string;
}

interface Row extends Omit<ConsentView, 'person' | 'scopes'> {
  person_name: string;
  told_email: string | null;
  scopes: Scopes;
}

const SELECT = sql`
  select id, link_session_id, given_at, person_name, told_email, employer_name, connection_method, language, scopes, text,
         encode(text_hash, 'hex') as text_sha256, given_at::text as keyset_key
    from consents`;

/** Newest first. @throws AppError `cursor_invalid` */
export function listConsentRows(
  deps: { db: Db; cursorKey: Uint8Array },
  scope: AccountScope,
  page: PageRequest,
): Promise<Page<ConsentView>> {
  return listByKeyset<Row, ConsentView>(
    deps,
    {
      select: SELECT,
      conditions: [
        sql`organization_id = ${scope.organizationId}::uuid`,
        sql`linked_account_id = ${scope.linkedAccountId}::uuid`,
      ],
      order: { key: 'given_at', id: 'id', isNewestFirst: true },
      list: { ...scope, list: 'consents' },
    },
    page,
    toView,
  );
}

function toView({ person_name, told_email, scopes, ...row }: Row): ConsentView {
  return {
    id: row.id,
    link_session_id: row.link_session_id,
    given_at: toApiTimestamp(row.given_at),
    person: { name: person_name, told_email },
    employer_name: row.employer_name,
    connection_method: row.connection_method,
    language: row.language,
    scopes: Object.entries(scopes).map(([model_name, fields]) => ({ model_name, fields: [...fields] })),
    text: row.text,
    text_sha256: row.text_sha256,
  };
}
