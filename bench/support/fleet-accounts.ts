import { sql } from 'kysely';
import { SEALED_FIELDS } from '../../src/accounts/index.ts';
import type { AppContext } from '../../src/app-context.ts';
import { newId } from '../../src/lib/ids.ts';

/** Linked accounts of one organization, none of them due. */
export async function insertFleet(
  { db, vault }: AppContext,
  count: number,
  intervalSeconds: number,
): Promise<void> {
  const organizationId = newId();
  await db
    .insertInto('organizations')
    .values({ id: organizationId, name: 'Fleet', service_first_name: 'Fleet' })
    .execute();
  for (let place = 0; place < count; place += 1) {
    const id = newId();
    await sql`
      insert into linked_accounts (id, organization_id, integration, end_user_origin_id, end_user_organization_name,
             end_user_email_address, status, connection_method, remote_company_id, sync_interval_seconds, is_test_account)
      values (${id}, ${organizationId}, 'fake', ${`origin-${place}`}, 'Employer', 'admin@corp.test', 'COMPLETE',
              'service_account', 'company_1', ${intervalSeconds}, true)`.execute(db);
    const sealed = await vault.seal(db, { linkedAccountId: id }, SEALED_FIELDS.password, 'a long password');
    await sql`
      insert into service_accounts (linked_account_id, user_name, sealed_password, created_at)
      values (${id}, 'service@corp.test', ${sealed}, now())`.execute(db);
  }
  // A source that is scripted has no passwords that grow old.
  await sql`
    insert into password_ages (id, linked_account_id, next_check_at)
    select gen_random_uuid(), id, now() + interval '1 year' from linked_accounts`.execute(db);
}

/** All at once, or spread over one interval from now. */
export async function makeDue({ db }: AppContext, spreadSeconds: number): Promise<void> {
  await sql`
    update linked_accounts account
       set next_sync_at = now() + make_interval(secs => ${spreadSeconds}::double precision * numbered.place)
      from (select id, (row_number() over (order by id))::double precision / count(*) over () as place
              from linked_accounts) numbered
     where numbered.id = account.id`.execute(db);
}

export interface Starts {
  due: number;
  inTime: number;
  p99Seconds: number;
  endedSeconds: number;
  /** Of the runs, those that found something changed. */
  changed: number;
}

/** How the accounts that became due between two moments were started; one without a run yet counts as late. */
export async function readStarts(
  { db }: AppContext,
  from: Date,
  to: Date,
  withinSeconds: number,
): Promise<Starts> {
  const { rows } = await sql<Starts>`
    select count(*) as due,
           count(*) filter (where lag <= ${withinSeconds}) as "inTime",
           coalesce(percentile_cont(0.99) within group (order by lag), 0) as "p99Seconds",
           coalesce(extract(epoch from max(finished_at) - ${from}::timestamptz), 0)::double precision as "endedSeconds",
           count(*) filter (where state = 'succeeded') as changed
      from (select extract(epoch from started_at - due_at)::double precision as lag, finished_at, state from sync_runs
             where due_at >= ${from} and due_at < ${to}
             union all
            select extract(epoch from now() - next_sync_at)::double precision + ${withinSeconds}, null, null from linked_accounts
             where next_sync_at >= ${from} and next_sync_at < ${to} and next_sync_at <= now()) starts`.execute(
    db,
  );
  return rows[0]!;
}

/** Runs that are not over, and accounts that are due and have none. */
export async function countUnfinished({ db }: AppContext): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select (select count(*) from sync_runs where finished_at is null)
         + (select count(*) from linked_accounts where next_sync_at <= now()) as count`.execute(db);
  return rows[0]!.count;
}
