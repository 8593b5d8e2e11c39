import { sql, type Kysely } from 'kysely';

/** People who were known before anything was told of their comings and goings: the next look tells what is to come. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    insert into employee_lifecycles (linked_account_id, employee_id, started_on, terminated_on, next_due_on)
    select r.linked_account_id, r.id,
           case when r.start_date <= today.day then r.start_date end,
           case when r.employment_status = 'INACTIVE' then r.termination_date end,
           case when not r.remote_was_deleted then today.day end
      from employees r
      join linked_accounts account on account.id = r.linked_account_id
      cross join lateral (select (now() at time zone account.time_zone)::date as day) today
     where r.start_date > today.day or r.termination_date >= today.day
        on conflict do nothing`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`delete from employee_lifecycles`.execute(db);
}
