import { getLinkedAccount, toLinkedAccountReference, type AccountScope } from '../accounts/index.ts';
import type { Sealer, Vault } from '../crypto/vault.ts';
import type { Trx } from '../db/transaction.ts';
import { wakeDispatcher } from '../webhooks/outbox.ts';
import { hashSignals, hashSpelling } from '../sync/ignored-signals.ts';
import { emptyRecords, type EmptiedBecause } from './empty-records.ts';
import { forgetHistory, forgetMentions } from './forget-traces.ts';
import { listPersonRecords, lockPeople, type PersonToErase } from './person-rows.ts';

export interface PeopleErasure {
  employeeIds: readonly string[];
  because: EmptiedBecause;
  now: Date;
}

/**
 * Empties everything that is stored of the people, in the caller's transaction, and keeps hashes by which the source's rows are
 * passed over. The caller holds the account's readings and forgets them. Returns how many people something was left of.
 */
export async function erasePeople(
  deps: { vault: Vault },
  trx: Trx,
  scope: AccountScope,
  erasure: PeopleErasure,
): Promise<number> {
  const { linkedAccountId } = scope;
  const people = await lockPeople(trx, linkedAccountId, erasure.employeeIds);
  if (people.length === 0) return 0;
  const sealer = await deps.vault.openSealer(trx, { linkedAccountId });
  const reference = toLinkedAccountReference(
    await getLinkedAccount(trx, scope.organizationId, scope.linkedAccountId),
  );
  for (const person of people) {
    const records = await listPersonRecords(trx, linkedAccountId, person.id);
    await keepHashes(trx, sealer, { linkedAccountId, person, ...erasure });
    await forgetHistory(trx, scope, records);
    for (const one of records) await emptyRecords(trx, scope, one, { because: erasure.because, reference });
  }
  await forgetMentions(trx, scope, people);
  await wakeDispatcher(trx);
  return people.length;
}

/** By a key that stands sealed in the database: whoever reads the table alone learns nothing of anybody. */
async function keepHashes(
  trx: Trx,
  sealer: Sealer,
  {
    linkedAccountId,
    person,
    because,
    now,
  }: { linkedAccountId: string; person: PersonToErase; because: EmptiedBecause; now: Date },
): Promise<void> {
  const { texts, isNameUnique } = person;
  const values = {
    is_for_good: because === 'ignored',
    ignored_at: now,
    signals: JSON.stringify({ ...hashSignals(sealer, person), isNameUnique }),
    spellings: texts.map((text) => hashSpelling(sealer, text)),
  };
  await trx
    .insertInto('ignored_people')
    .values({ linked_account_id: linkedAccountId, employee_id: person.id, ...values })
    .onConflict((conflict) => conflict.columns(['linked_account_id', 'employee_id']).doUpdateSet(values))
    .execute();
}
