import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { invalidInput, notFound } from '../lib/app-error.ts';
import { parseCalendarDate } from '../lib/calendar-date.ts';
import type { RecordExtras } from './present-records.ts';

export interface AsOfQuestion {
  /** As the caller wrote it. */
  asOf: string | undefined;
  filters: Readonly<Record<string, unknown>>;
  extras: RecordExtras;
}

/** Of a person's current employment: no state of the person's own record says them. */
const FILTERS_OF_NOW = ['job_title', 'employment_type'];

/**
 * The instant whose knowledge answers the question: the end of the day in the account's time zone. Null: what is known
 * now, because no day is named, or one that is not over. By the database's clock, which stamps what is seen.
 * @throws AppError invalid_input for what is no day, for a day to come, and for what nobody keeps of former days
 */
export async function resolveAsOf(
  db: Db,
  linkedAccountId: string,
  { asOf, filters, extras }: AsOfQuestion,
): Promise<string | null> {
  if (asOf === undefined) return null;
  if (parseCalendarDate(asOf) !== asOf) {
    throw invalidInput('as_of_invalid', 'as_of must be a day, written YYYY-MM-DD.', '/as_of');
  }
  refuseWhatIsNotKept(filters, extras);
  const day = await findDay(db, linkedAccountId, asOf);
  if (day.is_future) {
    throw invalidInput(
      'as_of_in_future',
      'as_of must not be after today: nobody knows yet what will be seen.',
      '/as_of',
    );
  }
  if (day.is_forgotten) {
    throw invalidInput(
      'as_of_not_kept',
      'What was known on that day is no longer kept: former states are forgotten after some time.',
      '/as_of',
    );
  }
  return day.is_over ? day.ends_at : null;
}

function refuseWhatIsNotKept(filters: AsOfQuestion['filters'], extras: RecordExtras): void {
  const refuse = (name: string, hint: string): never => {
    throw invalidInput('as_of_not_possible', `${name} can't be combined with as_of. ${hint}`, `/${name}`);
  };
  const filter = FILTERS_OF_NOW.find((name) => name in filters);
  if (filter !== undefined) refuse(filter, 'List the employments as of that day instead.');
  if (extras.isRemoteDataIncluded)
    refuse('include_remote_data', 'The source’s own rows are kept as they are now only.');
  if (extras.areSensitiveFieldsIncluded)
    refuse('include_sensitive_fields', 'Sensitive fields are kept as they are now only.');
}

async function findDay(db: Db, linkedAccountId: string, day: string): Promise<Day> {
  const { rows } = await sql<Day>`
    select ends_at, ends_at <= now() as is_over, ${day}::date > (now() at time zone time_zone)::date as is_future,
           coalesce(ends_at < history_kept_from, false) as is_forgotten
      from (select time_zone, history_kept_from, (${day}::date + 1)::timestamp at time zone time_zone as ends_at
              from linked_accounts where id = ${linkedAccountId}) account`.execute(db);
  // Erased a moment ago.
  if (!rows[0]) throw notFound('linked account');
  return rows[0];
}

interface Day {
  ends_at: string;
  is_over: boolean;
  is_future: boolean;
  /** Former states of that time were deleted. */
  is_forgotten: boolean;
}
