import { sql, type Kysely } from 'kysely';

const KINDS = ['api_key', 'link_session', 'command_line', 'system'];

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table employer_links (
      id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      -- No reference: the link by which an account was erased shows the receipt.
      linked_account_id uuid not null,
      -- What the page speaks; null: what the organization has chosen.
      language text,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      ended_at timestamptz,
      sync_asked_at timestamptz
    )`.execute(db);
  await sql`create index employer_links_of_account on employer_links (linked_account_id)`.execute(db);
  await sql`create index employer_links_expired on employer_links (organization_id, expires_at)`.execute(db);
  await allowKinds(db, [...KINDS, 'employer_page']);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`delete from audit_events where actor_kind = 'employer_page'`.execute(db);
  await allowKinds(db, KINDS);
  await sql`drop table employer_links`.execute(db);
}

async function allowKinds(db: Kysely<unknown>, kinds: string[]): Promise<void> {
  const words = sql.join(kinds.map((kind) => sql.lit(kind)));
  await sql`
    alter table audit_events drop constraint audit_events_actor_kind_check,
      add constraint audit_events_actor_kind_check check (actor_kind in (${words}))`.execute(db);
}
