import type { Sealer } from '../crypto/vault.ts';
import type { PersonSignals } from '../hris/snapshot.ts';

const FIELD = 'identity_answer.row';

/** Names a row of the source by what it tells of its person: a keyed hash, from which nothing of it can be told. */
export function toRowKey(sealer: Pick<Sealer, 'fingerprint'>, signals: PersonSignals): Buffer {
  const { remoteId, workId, workEmail, personalEmail, nameKey, birthDate } = signals;
  return sealer.fingerprint(
    FIELD,
    JSON.stringify([remoteId, workId, workEmail, personalEmail, nameKey, birthDate]),
  );
}
