import { sql, type Kysely } from 'kysely';

/**
 * What the last attempt came to is written with what becomes of its delivery: nearly all deliveries have one attempt, and need no second
 * row with a key of its own. Those before it stand in `former_attempts`; the view `delivery_attempts` has all of them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table webhook_deliveries
      -- Of the last attempt, whose number is attempt_count; null: there was none.
      add column attempted_at timestamptz,
      add column attempt_duration_ms integer,
      add column attempt_status_code integer,
      add column attempt_failure text,
      add column attempt_answer text`.execute(db);
  await sql`alter table delivery_attempts rename to former_attempts`.execute(db);
  await sql`alter table former_attempts rename constraint delivery_attempts_pkey to former_attempts_pkey`.execute(
    db,
  );
  await sql`
    with taken as (
      delete from former_attempts a using webhook_deliveries d
       where d.id = a.delivery_id and d.attempt_count = a.attempt_number returning a.*)
    update webhook_deliveries d
       set attempted_at = a.started_at, attempt_duration_ms = a.duration_ms, attempt_status_code = a.status_code,
           attempt_failure = a.failure, attempt_answer = a.answer
      from taken a where d.id = a.delivery_id`.execute(db);
  await sql`
    create view delivery_attempts as
      select id as delivery_id, attempt_count as attempt_number, attempted_at as started_at,
             attempt_duration_ms as duration_ms, attempt_status_code as status_code, attempt_failure as failure,
             attempt_answer as answer
        from webhook_deliveries where attempted_at is not null
      union all
      select delivery_id, attempt_number, started_at, duration_ms, status_code, failure, answer from former_attempts`.execute(
    db,
  );
  await forgetFrom(db, 'former_attempts');
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`
    insert into former_attempts
    select * from delivery_attempts a where not exists (
      select from former_attempts f where f.delivery_id = a.delivery_id and f.attempt_number = a.attempt_number)`.execute(
    db,
  );
  await sql`drop view delivery_attempts`.execute(db);
  await sql`alter table former_attempts rename constraint former_attempts_pkey to delivery_attempts_pkey`.execute(
    db,
  );
  await sql`alter table former_attempts rename to delivery_attempts`.execute(db);
  await sql`
    alter table webhook_deliveries drop column attempted_at, drop column attempt_duration_ms,
                                   drop column attempt_status_code, drop column attempt_failure, drop column attempt_answer`.execute(
    db,
  );
  await forgetFrom(db, 'delivery_attempts');
}

/** Deliveries that are deleted take the rows of this table with them. */
async function forgetFrom(db: Kysely<unknown>, table: string): Promise<void> {
  await sql
    .raw(
      `create or replace function forget_what_came_of_webhook_deliveries() returns trigger language plpgsql as $$
    begin
      execute 'delete from ${table} a using gone where a.delivery_id = gone.id';
      return null;
    end $$`,
    )
    .execute(db);
}
