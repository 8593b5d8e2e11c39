import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // A token bucket for each caller, of which API processes lease blocks. Losing them in a crash costs nobody anything.
  await sql`
    create unlogged table rate_limit_buckets (
      kind text not null check (kind in ('api_key', 'linked_account')),
      subject_id uuid not null,
      organization_id uuid not null,
      tokens double precision not null,
      -- By the service's clock.
      refilled_at timestamptz not null,
      -- What the last lease was given.
      granted integer not null,
      primary key (kind, subject_id)
    )`.execute(db);
  await sql`create index rate_limit_buckets_refilled on rate_limit_buckets (refilled_at)`.execute(db);
  await sql`
    create table idempotency_keys (
      organization_id uuid not null references organizations on delete cascade,
      route text not null,
      key_hash bytea not null,
      -- Of an account's route; erased with the account.
      linked_account_id uuid references linked_accounts on delete cascade,
      -- Keyed, so that no request can be guessed by it.
      fingerprint bytea not null,
      -- Who is at work; null once the answer is kept.
      lease_token uuid,
      lease_until timestamptz,
      sealed_answer bytea,
      expires_at timestamptz not null,
      primary key (organization_id, route, key_hash),
      check ((lease_token is null) = (sealed_answer is not null))
    )`.execute(db);
  // Stored bodies are sent as they are, without a look at each: so none may hold the number. What is older is cleansed later.
  await sql`
    alter table employees add constraint employees_body_without_ssn check (body->>'ssn' is null) not valid`.execute(
    db,
  );
  // Each page asks whether a held or dropped run stands, of an account that may have thousands of runs.
  await sql`
    create index sync_runs_standing on sync_runs (linked_account_id)
     where state in ('held', 'discarded') and superseded_by is null`.execute(db);
  await sql`create index idempotency_keys_expiry on idempotency_keys (expires_at)`.execute(db);
  await sql`
    create index idempotency_keys_account on idempotency_keys (linked_account_id)
     where linked_account_id is not null`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index sync_runs_standing`.execute(db);
  await sql`alter table employees drop constraint employees_body_without_ssn`.execute(db);
  await sql`drop table idempotency_keys`.execute(db);
  await sql`drop table rate_limit_buckets`.execute(db);
}
