import { sql, type RawBuilder } from 'kysely';
import { toEmail } from '../hris/normalize/email.ts';
import { toNameKey } from '../hris/normalize/name.ts';
import { stageRows, type SyncRun } from './sync-run.ts';

/**
 * The staged person who reports to nobody, as the account's setting names them by work e-mail or full name: rows
 * (ordinal), one at most. A name that several people have names nobody.
 */
export function organizationHeadSql(run: SyncRun): RawBuilder<unknown> {
  const { organizationHead } = run.account;
  if (organizationHead === null) return sql`select null::integer as ordinal where false`;
  const name = toEmail(organizationHead) ?? toNameKey(organizationHead);
  return sql`
    select min(s.ordinal) as ordinal from sync_stage s
     where ${stageRows(run, 's', 'employee')} and s.problem is null and ${name} in (s.work_email, s.name_key)
    having count(*) = 1`;
}
