import type { CalendarDate } from '../lib/calendar-date.ts';
import type { CompanyFields } from './model/company.ts';
import type { EmployeeFields } from './model/employee.ts';
import type { EmploymentFields } from './model/employment.ts';
import type { GroupFields } from './model/group.ts';
import type { EmployeePayrollRunFields } from './model/employee-payroll-run.ts';
import type { LocationFields } from './model/location.ts';
import type { PayGroupFields } from './model/pay-group.ts';
import type { PayrollRunFields } from './model/payroll-run.ts';
import type { TeamFields } from './model/team.ts';
import type { TimeOffBalanceFields } from './model/time-off-balance.ts';
import type { TimeOffFields } from './model/time-off.ts';

/**
 * What one fetch saw, as a stream of normalized records. `fields` holds the model's own fields; ids, relations,
 * `created_at` and `modified_at` are filled in by the sync, which alone knows them. Relations name a record of the same
 * snapshot by its source key, or a person by signals.
 */
export type SnapshotItem =
  | CompanyItem
  | LocationItem
  | GroupItem
  | TeamItem
  | PayGroupItem
  | PayrollRunItem
  | EmployeeItem
  | EmploymentItem
  | EmployeePayrollRunItem
  | TimeOffItem
  | TimeOffBalanceItem;

export type SnapshotModel = SnapshotItem['model'];

/** What a reading gives: records, and in place of some of them the word that their row is as it was. */
export type ReadItem = SnapshotItem | SeenRow;

/** Kinds of rows by the model of their first record. */
export type RowKind = 'employee' | 'employment';

/**
 * A row of the source that stands in the base, see `RosterBase`: its records are what they were when it was read first, so
 * they were not made again.
 */
export interface SeenRow {
  model: 'seen';
  kind: RowKind;
  /** Among the rows of its kind, from 0. */
  place: number;
}

interface ItemBase {
  remoteId: string | null;
  /** The source's word beside each enum field: {gender: "Female"}. */
  enumOrigins: Record<string, string>;
  /** The source's own rows, for `include_remote_data`: [{path, data}]. */
  remoteData: readonly { path: string; data: unknown }[];
  /**
   * Fields (relations of the body too) that this reading could not see, e.g. because a permission is gone. A known record keeps what it
   * has there; a new one gets what the item says, which is null.
   */
  keptFields?: readonly string[];
  /**
   * Of the row of the source that the item was made of, and of nothing else but what the reading's `rowsKey` stands for. Absent:
   * it is to be made again in each reading.
   */
  rowFingerprint?: Uint8Array | undefined;
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
    /** Source key among the teams. */
    team?: string | null;
    /** Source key among the pay groups. */
    payGroup?: string | null;
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
  refs?: {
    /** Source key among the pay groups. */
    payGroup: string | null;
  };
}

export interface TeamItem extends ItemBase {
  model: 'team';
  sourceKey: string;
  fields: TeamFields;
}

export interface PayGroupItem extends ItemBase {
  model: 'pay_group';
  sourceKey: string;
  fields: PayGroupFields;
}

export interface PayrollRunItem extends ItemBase {
  model: 'payroll_run';
  sourceKey: string;
  fields: PayrollRunFields;
}

/** One person's paystub of a payroll run. */
export interface EmployeePayrollRunItem extends ItemBase {
  model: 'employee_payroll_run';
  sourceKey: string;
  person: PersonSignals;
  fields: EmployeePayrollRunFields;
  refs: {
    /** Source key among the payroll runs. */
    payrollRun: string | null;
  };
}

export interface TimeOffItem extends ItemBase {
  model: 'time_off';
  sourceKey: string;
  person: PersonSignals;
  fields: TimeOffFields;
  refs: { approver: ManagerSignal | null };
}

export interface TimeOffBalanceItem extends ItemBase {
  model: 'time_off_balance';
  sourceKey: string;
  person: PersonSignals;
  fields: TimeOffBalanceFields;
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

export type ManagerSignal = { remoteId: string } | { workEmail: string } | { nameKey: string };

/** A report's shape, without contents. */
export interface ReportShape {
  /** `employee_census`, `work_history` */
  report: string;
  columns: string[];
  /** Columns that no role took: reported as drift, otherwise ignored. */
  unknownColumns: string[];
  /** Columns that are read where they are there, and are not. Beside an unknown one, perhaps its old name. */
  missingColumns?: string[];
  /** Other headers of the columns that are there: one of these that stood there before was renamed, not lost. */
  alsoKnownAs?: string[];
  endsWithNewline: boolean;
  rowCount: number;
}

/** A word the mapping does not know, without personal data: the field, how often, and the shape of the word. */
export interface UnknownWord {
  field: string;
  shape: string;
  count: number;
}

/** A state of the source as an earlier reading found it. */
export interface KnownSource {
  sourceHash: Uint8Array;
  rowsDigest: Uint8Array | null;
}

/** A part of the source that could not be read while the others were; of its models, nothing is said. */
export interface ReadingFailure {
  /** A ConnectorError's code, subject, message and details. */
  code: string;
  subject: string;
  message: string;
  details: readonly string[];
  models: readonly SnapshotModel[];
}

export interface SourceSummary {
  /** Equal for a source of equal bytes that is read in the same way. */
  sourceHash: Uint8Array;
  /** Equal for a source of equal rows, in whatever order and spelling of the file; null where no row was looked at. */
  rowsDigest: Uint8Array | null;
  /** Hex. Equal keys: rows of equal fingerprints come to equal records. Absent: no row has a fingerprint. */
  rowsKey?: string;
  /** How many rows there were, and how many of them had to be normalized. */
  rows?: { read: number; normalized: number };
  /** True when the bytes or the rows are those of a known state; then `items` was empty. */
  isUnchanged: boolean;
  /** What was asked for; absent: everything. Of other models, nothing is said. */
  askedModels?: readonly SnapshotModel[];
  /** Parts that broke; the people themselves are never among them. A reading with failures has no state to compare with. */
  failures?: readonly ReadingFailure[];
  /** Capabilities that the reading made use of, and which are therefore granted. */
  provenCapabilities?: readonly string[];
  reports: ReportShape[];
  unknownWords: UnknownWord[];
  /**
   * The models that were read whole: what is missing among their items is gone. Records of any other model are left as
   * they are. Absent: company, location, group, employee and employment.
   */
  coveredModels?: SnapshotModel[];
  /**
   * For what is read for a time only: what is missing is gone inside of it, and what lies outside is left as it is; without a window,
   * nothing of the model is taken for gone. By `check_date` of payroll runs and of people's parts in them, by the day of `start_time` of time
   * off. Both days belong to it.
   */
  coveredWindows?: CoveredWindow[];
  /** Capabilities that turned out to be missing while reading, by their keys; what they feed was not read. */
  missingCapabilities?: string[];
  /** What a person should look at, e.g. people whom this source does not cover: a code and counts, never contents. */
  notices?: SourceNotice[];
}

export interface CoveredWindow {
  model: 'payroll_run' | 'employee_payroll_run' | 'time_off';
  from: CalendarDate;
  to: CalendarDate;
}

export interface SourceNotice {
  /** Stable, e.g. `contractors_not_covered`; becomes the code. */
  code: string;
  subject: string;
  /** What is wrong and what to do. */
  description: string;
  /** Shapes and counts. */
  details: string[];
}
