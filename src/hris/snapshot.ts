import type { CalendarDate } from '../lib/calendar-date.ts';
import type { CompanyFields } from './model/company.ts';
import type { EmployeeFields } from './model/employee.ts';
import type { EmploymentFields } from './model/employment.ts';
import type { GroupFields } from './model/group.ts';
import type { LocationFields } from './model/location.ts';

/**
 * What one fetch saw, as a stream of normalized records. `fields` holds the model's own fields; ids, relations,
 * `created_at` and `modified_at` are filled in by the sync, which alone knows them. Relations name a record of the same
 * snapshot by its source key, or a person by signals.
 */
export type SnapshotItem = CompanyItem | LocationItem | GroupItem | EmployeeItem | EmploymentItem;

interface ItemBase {
  remoteId: string | null;
  /** The source's word beside each enum field: {gender: "Female"}. */
  enumOrigins: Record<string, string>;
  /** The source's own rows, for `include_remote_data`: [{path, data}]. */
  remoteData: readonly { path: string; data: unknown }[];
}

export interface CompanyItem extends ItemBase {
  model: 'company';
  sourceKey: string;
  fields: CompanyFields;
}

export interface LocationItem extends ItemBase {
  model: 'location';
  sourceKey: string;
  fields: LocationFields;
}

export interface GroupItem extends ItemBase {
  model: 'group';
  sourceKey: string;
  fields: GroupFields;
}

export interface EmployeeItem extends ItemBase {
  model: 'employee';
  person: PersonSignals;
  fields: EmployeeFields;
  refs: {
    /** Source key of the company. */
    company: string | null;
    /** Source key of the office among the locations. */
    workLocation: string | null;
    /** Source keys. */
    groups: string[];
    /** Resolved in a second pass, among the people of the same snapshot. */
    manager: ManagerSignal | null;
    /** Becomes a Location of its own, keyed by the person. Null when the source gives no address. */
    homeLocation: LocationFields | null;
    homeLocationEnumOrigins?: Record<string, string>;
  };
}

/** One effective change of title or pay. */
export interface EmploymentItem extends ItemBase {
  model: 'employment';
  person: PersonSignals;
  /** Null only when the source gives none; then a person has one such employment. */
  effectiveDate: CalendarDate | null;
  fields: EmploymentFields;
}

/** What tells who a row is about. Blank is null. Compared as normalized here: trimmed, e-mails in lower case. */
export interface PersonSignals {
  /** The source's own immutable id, where it has one. */
  remoteId: string | null;
  /** Unique per member but editable. */
  workId: string | null;
  workEmail: string | null;
  personalEmail: string | null;
  /** Lower-case "first last", white space folded; null when either is blank. */
  nameKey: string | null;
  birthDate: CalendarDate | null;
}

export type ManagerSignal = { workEmail: string } | { nameKey: string };

/** A report's shape, without contents. */
export interface ReportShape {
  /** `employee_census`, `work_history` */
  report: string;
  columns: string[];
  /** Columns that no role took: reported as drift, otherwise ignored. */
  unknownColumns: string[];
  endsWithNewline: boolean;
  rowCount: number;
}

/** A word the mapping does not know, without personal data: the field, how often, and the shape of the word. */
export interface UnknownWord {
  field: string;
  shape: string;
  count: number;
}

export interface SourceSummary {
  /** SHA-256 over the bytes of the whole source in reading order. */
  sourceHash: Uint8Array;
  /** True when the hash is the known one; then `items` was empty. */
  isUnchanged: boolean;
  reports: ReportShape[];
  unknownWords: UnknownWord[];
}
