import type { Sealer } from '../crypto/vault.ts';
import type { HashedSignals } from '../db/schema/erasure.ts';
import type { ManagerSignal, PersonSignals } from '../hris/snapshot.ts';
import { foldName } from '../hris/normalize/text.ts';
import { KEYED, toKeyed, type SignalColumn } from './keyed-signals.ts';

/** In front of the id of somebody ignored, in the place of what the source calls them. */
export const IGNORED = 'ignored:';

/** What people are known by, as hashes under the account's key; what is a hash already stays. */
export function hashSignals(sealer: Sealer, person: PersonSignals): HashedSignals {
  const hash = (column: SignalColumn, value: string | null): string | null =>
    value === null || value.startsWith(KEYED) ? value : toKeyed(sealer, column, value);
  return {
    remoteId: person.remoteId === null ? null : hashRemoteId(sealer, person.remoteId),
    workId: hash('work_id', person.workId),
    workEmail: hash('work_email', person.workEmail),
    personalEmail: hash('personal_email', person.personalEmail),
    nameKey: hash('name_key', person.nameKey),
    birthDate: hash('birth_date', person.birthDate),
  };
}

/** Whom a row names, by one signal alone. */
export function hashNamed(sealer: Sealer, named: ManagerSignal): Partial<HashedSignals> {
  if ('remoteId' in named) return { remoteId: hashRemoteId(sealer, named.remoteId) };
  if ('workEmail' in named) return { workEmail: toKeyed(sealer, 'work_email', named.workEmail) };
  return { nameKey: toKeyed(sealer, 'name_key', named.nameKey) };
}

/** A cell of a source's own row, whatever its case and blanks. */
export function hashSpelling(sealer: Sealer, text: string): string {
  return sealer.fingerprint('spelling', foldName(text)).toString('base64url');
}

/** All hashes that the cell may be kept under: as a spelling, or as what somebody is known by. */
export function hashSpellings(sealer: Sealer, text: string): string[] {
  const folded = foldName(text);
  const signals = folded.includes('@')
    ? (['work_email', 'personal_email'] as const)
    : (['name_key'] as const);
  return [hashSpelling(sealer, text), ...signals.map((signal) => toKeyed(sealer, signal, folded))];
}

const hashRemoteId = (sealer: Sealer, remoteId: string): string =>
  sealer.fingerprint('person_remote_id', remoteId).toString('base64url');
