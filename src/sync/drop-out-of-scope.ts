import type { Sealer } from '../crypto/vault.ts';
import { hidesRows, type HiddenFields } from '../hris/hidden-fields.ts';
import { RECORD_TABLES, SENSITIVE_FIELDS, type RecordModel } from '../hris/record-tables.ts';
import { sealedFieldName } from '../hris/sensitive-fields.ts';
import type { EmployeeItem, SnapshotItem } from '../hris/snapshot.ts';
import {
  keyManager,
  keySignals,
  toKeyed,
  toKeyedParts,
  type KeyedParts,
  type NamedModel,
} from './keyed-signals.ts';

/** An item as it may be staged: what the scopes hide is not in it, and what is sensitive is sealed. */
export type StagedItem = SnapshotItem & {
  sealed?: {
    /** Equal for equal values. */
    hash: Buffer;
    /** Base64 by field. */
    fields: Record<string, string>;
  };
};

const isSensitive = (field: string): boolean => (SENSITIVE_FIELDS as readonly string[]).includes(field);

/** Takes out of each item what the account's scopes hide; undefined: all of it. What is not hidden stays as it is. */
export function createScopeFilter(
  hidden: HiddenFields,
  sealer: Sealer,
): (item: SnapshotItem) => StagedItem | undefined {
  const parts = toKeyedParts(hidden);
  const models = Object.keys(RECORD_TABLES) as RecordModel[];
  // Of most accounts nothing is hidden but what is sensitive.
  const isPlain =
    models.every((model) => [...hidden.fields[model]].every(isSensitive)) && hidden.models.size === 0;
  if (isPlain) return (item) => sealItem(item, hidden, sealer);
  const rowless = new Set(models.filter((model) => hidesRows(hidden, model)));
  return (item) => {
    if (hidden.models.has(item.model)) return undefined;
    const shown = hideContents(item, hidden.fields[item.model], rowless.has(item.model));
    const named = keyNames(shown, parts, sealer);
    return sealItem(hideReferences(named, hidden, parts, sealer), hidden, sealer);
  };
}

function hideContents(item: SnapshotItem, fields: ReadonlySet<string>, isRowless: boolean): SnapshotItem {
  return {
    ...item,
    fields: withNulls(item.fields, fields),
    enumOrigins: without(item.enumOrigins, fields),
    remoteData: isRowless ? [] : item.remoteData,
  } as SnapshotItem;
}

/** Keys of places and groups are their names. */
function keyNames(item: SnapshotItem, parts: KeyedParts, sealer: Sealer): SnapshotItem {
  if (!('sourceKey' in item) || !parts.names.has(item.model as NamedModel)) return item;
  return { ...item, sourceKey: toKeyed(sealer, item.model as NamedModel, item.sourceKey) };
}

function hideReferences(
  item: SnapshotItem,
  hidden: HiddenFields,
  parts: KeyedParts,
  sealer: Sealer,
): SnapshotItem {
  const isHidden = (field: string) => hidden.fields[item.model].has(field);
  const person = 'person' in item ? { person: keySignals(sealer, parts, item.person) } : {};
  switch (item.model) {
    case 'employee':
      return { ...item, ...person, refs: hideEmployeeReferences(item, hidden, parts, sealer) };
    case 'employment':
      return {
        ...item,
        ...person,
        refs: {
          payGroup: keyRef(
            isHidden('pay_group') ? null : (item.refs?.payGroup ?? null),
            'pay_group',
            parts,
            sealer,
          ),
        },
      };
    case 'time_off':
      return {
        ...item,
        ...person,
        refs: { approver: isHidden('approver') ? null : keyManager(sealer, parts, item.refs.approver) },
      };
    case 'employee_payroll_run':
      return {
        ...item,
        ...person,
        refs: { payrollRun: isHidden('payroll_run') ? null : item.refs.payrollRun },
      };
    default:
      return { ...item, ...person };
  }
}

function hideEmployeeReferences(
  { refs }: EmployeeItem,
  hidden: HiddenFields,
  parts: KeyedParts,
  sealer: Sealer,
): EmployeeItem['refs'] {
  const unless = <T>(field: string, value: T): T | null => (hidden.fields.employee.has(field) ? null : value);
  const home = unless('home_location', refs.homeLocation);
  const groups = unless('groups', refs.groups) ?? [];
  return {
    company: unless('company', refs.company),
    workLocation: keyRef(unless('work_location', refs.workLocation), 'location', parts, sealer),
    groups: groups.map((key) => keyRef(key, 'group', parts, sealer)!),
    team: keyRef(unless('team', refs.team ?? null), 'team', parts, sealer),
    payGroup: keyRef(unless('pay_group', refs.payGroup ?? null), 'pay_group', parts, sealer),
    manager: keyManager(sealer, parts, unless('manager', refs.manager)),
    homeLocation: home && withNulls(home, hidden.fields.location),
    homeLocationEnumOrigins: home ? without(refs.homeLocationEnumOrigins ?? {}, hidden.fields.location) : {},
  };
}

function keyRef(key: string | null, model: NamedModel, parts: KeyedParts, sealer: Sealer): string | null {
  return key === null || !parts.names.has(model) ? key : toKeyed(sealer, model, key);
}

/** What is sensitive is dropped where it is hidden, and sealed where it is not. */
function sealItem(item: SnapshotItem, hidden: HiddenFields, sealer: Sealer): StagedItem {
  if (item.model !== 'employee' || item.fields.ssn === null) return item;
  const { ssn } = item.fields;
  const shown = { ...item, fields: { ...item.fields, ssn: null } };
  if (hidden.fields.employee.has('ssn')) return shown;
  const name = sealedFieldName('employee', 'ssn');
  return {
    ...shown,
    sealed: {
      hash: sealer.fingerprint(name, ssn),
      fields: { ssn: sealer.seal(name, ssn).toString('base64') },
    },
  };
}

function withNulls<T extends object>(fields: T, hidden: ReadonlySet<string>): T {
  const nulls = Object.keys(fields).filter((name) => hidden.has(name));
  return { ...fields, ...Object.fromEntries(nulls.map((name) => [name, null])) };
}

function without(words: Record<string, string>, hidden: ReadonlySet<string>): Record<string, string> {
  return Object.fromEntries(Object.entries(words).filter(([field]) => !hidden.has(field)));
}
