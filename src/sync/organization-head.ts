import { sql, type RawBuilder } from 'kysely';
import { toEmail } from '../hris/normalize/email.ts';
import { toNameKey } from '../hris/normalize/name.ts';
import type { Sealer } from '../crypto/vault.ts';
import { toKeyed, type KeyedParts } from './keyed-signals.ts';
import { stageRows, type SyncRun } from './sync-run.ts';

/**
 * The staged person who reports to nobody, as the account's setting names them by work e-mail or full name: rows
 * (ordinal), one at most. A name that several people have names nobody.
 */
export function organizationHeadSql(run: SyncRun): RawBuilder<unknown> {
  const { organizationHeadSigns: signs } = run.account;
  if (signs.length === 0) return sql`select null::integer as ordinal where false`;
  return sql`
    select min(s.ordinal) as ordinal from sync_stage s
     where ${stageRows(run, 's', 'employee')} and s.problem is null
       and (s.work_email = any(${signs}::text[]) or s.name_key = any(${signs}::text[]))
    having count(*) = 1`;
}

/** What the head is known by in the stage, where the setting names one: as written, or the hash of what may not be stored. */
export function toHeadSigns(
  organizationHead: string | null,
  { signals }: KeyedParts,
  sealer: Sealer,
): string[] {
  if (organizationHead === null) return [];
  const email = toEmail(organizationHead);
  const sign = email ?? toNameKey(organizationHead);
  const part = email === null ? 'name_key' : 'work_email';
  if (sign === null) return [];
  return [signals.has(part) ? toKeyed(sealer, part, sign) : sign];
}
