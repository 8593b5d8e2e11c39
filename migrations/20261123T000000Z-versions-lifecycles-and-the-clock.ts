import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table record_versions (
      linked_account_id uuid not null references linked_accounts on delete cascade,
      model text not null,
      record_id uuid not null,
      -- Of the state that ended; the record itself holds the one that lasts.
      sequence bigint not null,
      body json not null,
      valid_from timestamptz not null,
      valid_to timestamptz not null,
      -- What ended it: [{field, before, after}], without what must be asked for by name.
      changes json not null,
      -- The day from which that counts, where the source says one.
      effective_date date,
      -- Null: the calendar brought it, no reading.
      sync_run_id uuid,
      primary key (linked_account_id, model, record_id, sequence)
    )`.execute(db);
  await sql`create index record_versions_ended on record_versions (linked_account_id, model, valid_to)`.execute(
    db,
  );
  await sql`
    create table employee_lifecycles (
      linked_account_id uuid not null references linked_accounts on delete cascade,
      employee_id uuid not null,
      -- What was told last: the day of a start or an end to come, and of the one that came.
      onboarding_scheduled_for date,
      started_on date,
      offboarding_scheduled_for date,
      terminated_on date,
      -- The next day that brings something; null: none that is known.
      next_due_on date,
      primary key (linked_account_id, employee_id)
    )`.execute(db);
  await sql`
    create index employee_lifecycles_due on employee_lifecycles (linked_account_id, next_due_on)
     where next_due_on is not null`.execute(db);
  await sql`
    alter table employees
      -- The status as the source says it; employment_status is what it comes to on this day.
      add column source_status text`.execute(db);
  await sql`update employees set source_status = employment_status`.execute(db);
  await sql`
    alter table outbox_events
      add column sync_run_id uuid,
      -- Place in the change feed, given when the event is dispatched: what is seen there once stays before what comes later.
      add column position bigint`.execute(db);
  await sql`create sequence outbox_positions`.execute(db);
  await sql`update outbox_events set position = numbered.position
              from (select id, nextval('outbox_positions') as position
                      from (select id from outbox_events where dispatched_at is not null order by occurred_at, id) ordered) numbered
             where numbered.id = outbox_events.id`.execute(db);
  await sql`create unique index outbox_events_feed on outbox_events (organization_id, position) where position is not null`.execute(
    db,
  );
  await sql`create index outbox_events_run on outbox_events (sync_run_id, id) where sync_run_id is not null`.execute(
    db,
  );
  await sql`
    alter table linked_accounts
      -- When the calendar next brings something to the account: midnight in its time zone.
      add column next_clock_at timestamptz not null default now(),
      add column paused_at timestamptz,
      -- Over the source's rows in any order, so that the same rows in other bytes are known again.
      add column source_rows_digest bytea,
      add column notification_addresses text[] not null default '{}',
      add column notification_mode text not null default 'changes'
        check (notification_mode in ('changes', 'daily', 'failures'))`.execute(db);
  await sql`alter table sync_runs drop constraint sync_runs_state_check`.execute(db);
  await sql`
    alter table sync_runs
      add constraint sync_runs_state_check check (state in
        ('queued', 'running', 'succeeded', 'partially_succeeded', 'unchanged', 'held', 'discarded', 'superseded', 'failed')),
      -- Of a held run: over exactly what it would do.
      add column diff_hash bytea,
      -- Somebody let the held run through.
      add column released_at timestamptz,
      -- The later run that made a held one pointless.
      add column superseded_by uuid`.execute(db);
  // Only the newest held run of an account can still be let through.
  await sql`
    update sync_runs old set state = 'superseded', superseded_by = newest.id
      from (select distinct on (linked_account_id) linked_account_id, id from sync_runs
             where state = 'held' order by linked_account_id, queued_at desc) newest
     where old.state = 'held' and old.linked_account_id = newest.linked_account_id and old.id <> newest.id`.execute(
    db,
  );
  await sql`create unique index sync_runs_one_held on sync_runs (linked_account_id) where state = 'held'`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index sync_runs_one_held`.execute(db);
  await sql`update sync_runs set state = 'held' where state in ('discarded', 'superseded')`.execute(db);
  await sql`
    alter table sync_runs drop constraint sync_runs_state_check, drop column diff_hash, drop column released_at,
      drop column superseded_by`.execute(db);
  await sql`
    alter table sync_runs add constraint sync_runs_state_check check (state in
      ('queued', 'running', 'succeeded', 'partially_succeeded', 'unchanged', 'held', 'failed'))`.execute(db);
  await sql`
    alter table linked_accounts drop column next_clock_at, drop column paused_at, drop column source_rows_digest,
      drop column notification_addresses, drop column notification_mode`.execute(db);
  await sql`drop index outbox_events_run, outbox_events_feed`.execute(db);
  await sql`alter table outbox_events drop column sync_run_id, drop column position`.execute(db);
  await sql`drop sequence outbox_positions`.execute(db);
  await sql`alter table employees drop column source_status`.execute(db);
  await sql`drop table employee_lifecycles, record_versions`.execute(db);
}
