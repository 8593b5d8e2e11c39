import type { Sealer } from '../crypto/vault.ts';
import type { HiddenFields } from '../hris/hidden-fields.ts';
import type { RecordModel } from '../hris/record-tables.ts';
import type { ManagerSignal, PersonSignals } from '../hris/snapshot.ts';

/** Columns of employees that people are known by, and the fields that say the same. */
export const SIGNAL_FIELDS = {
  work_id: ['employee_number'],
  work_email: ['work_email'],
  personal_email: ['personal_email'],
  name_key: ['first_name', 'last_name'],
  birth_date: ['date_of_birth'],
} as const;
export type SignalColumn = keyof typeof SIGNAL_FIELDS;
export const SIGNAL_COLUMNS = Object.keys(SIGNAL_FIELDS) as SignalColumn[];

/** Models whose records are known by their names, and the fields that say them. */
const NAME_FIELDS = {
  location: 'name',
  group: 'name',
  team: 'name',
  pay_group: 'pay_group_name',
} as const satisfies Partial<Record<RecordModel, string>>;
export type NamedModel = keyof typeof NAME_FIELDS;
export const NAMED_MODELS = Object.keys(NAME_FIELDS) as NamedModel[];

/** In front of what stands for a value that may not be stored. */
export const KEYED = 'keyed:';

/** The columns of employees, and the named models, of which hashes are stored. */
export interface KeyedParts {
  signals: ReadonlySet<SignalColumn>;
  names: ReadonlySet<NamedModel>;
}

export function toKeyedParts({ models, fields }: HiddenFields): KeyedParts {
  const isHidden = (column: SignalColumn) =>
    SIGNAL_FIELDS[column].some((field) => fields.employee.has(field));
  return {
    signals: new Set(models.has('employee') ? [] : SIGNAL_COLUMNS.filter(isHidden)),
    names: new Set(
      NAMED_MODELS.filter((model) => !models.has(model) && fields[model].has(NAME_FIELDS[model])),
    ),
  };
}

/** Names of the parts as `linked_accounts.keyed_fields` holds them. */
export function toPartNames({ signals, names }: KeyedParts): string[] {
  return [...signals, ...[...names].map((model) => `${model}.source_key`)];
}

/** Equal for equal values of one account, so that records are met again; nothing can be read out of it. */
export function toKeyed(sealer: Sealer, part: SignalColumn | NamedModel, value: string): string {
  return `${KEYED}${sealer.fingerprint(part, value).toString('base64url')}`;
}

export function keySignals(sealer: Sealer, { signals }: KeyedParts, person: PersonSignals): PersonSignals {
  if (signals.size === 0) return person;
  const key = (column: SignalColumn, value: string | null): string | null =>
    value === null || !signals.has(column) ? value : toKeyed(sealer, column, value);
  return {
    remoteId: person.remoteId,
    workId: key('work_id', person.workId),
    workEmail: key('work_email', person.workEmail),
    personalEmail: key('personal_email', person.personalEmail),
    nameKey: key('name_key', person.nameKey),
    birthDate: key('birth_date', person.birthDate),
  };
}

export function keyManager(
  sealer: Sealer,
  { signals }: KeyedParts,
  manager: ManagerSignal | null,
): ManagerSignal | null {
  if (manager === null || signals.size === 0) return manager;
  if ('workEmail' in manager && signals.has('work_email')) {
    return { workEmail: toKeyed(sealer, 'work_email', manager.workEmail) };
  }
  if ('nameKey' in manager && signals.has('name_key')) {
    return { nameKey: toKeyed(sealer, 'name_key', manager.nameKey) };
  }
  return manager;
}
