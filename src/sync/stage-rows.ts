import { hash } from 'node:crypto';
import { FINGERPRINT_BYTES } from '../connectors/contract.ts';
import type { StagedItem } from './drop-out-of-scope.ts';
import type { RecordModel } from '../hris/record-tables.ts';
import type { EmployeeItem, PersonSignals, SnapshotItem } from '../hris/snapshot.ts';
import type { CalendarDate } from '../lib/calendar-date.ts';
import type { ComputeMappings } from '../mappings/index.ts';
import { toArrayLiteral, toCopyLine } from './copy-line.ts';
import { assertFields } from './field-check.ts';
import { toStagedContents } from './stage-contents.ts';
import { toStagedDates, toMissingFields } from './staged-fields.ts';
import { createIdSource } from '../lib/ids.ts';

const KEY = ['linked_account_id', 'sync_run_id', 'model', 'ordinal'] as const;

/** The stage's columns that the fetch fills, in the order of a copied line. */
export const STAGE_COLUMNS = [
  ...KEY,
  'candidate_id',
  'source_key',
  'owner_ordinal',
  'remote_id',
  'person_remote_id',
  'work_id',
  'work_email',
  'personal_email',
  'name_key',
  'birth_date',
  'effective_date',
  'start_date',
  'termination_date',
  'employment_status',
  'source_status',
  'missing_fields',
  'fields_hash',
  'beside_hash',
  'sealed_hash',
  'refs',
  'kept_fields',
  'row_fingerprint',
  'failed_mappings',
] as const;

/** What the source says, beside it: written once, and read again when records are. */
export const CONTENTS_COLUMNS = [
  ...KEY,
  'own_fields',
  'lines',
  'typed',
  'enum_origins',
  'remote_data',
  'sealed_fields',
  'field_mappings',
] as const;

export type StageRow = Partial<
  Record<(typeof STAGE_COLUMNS)[number] | (typeof CONTENTS_COLUMNS)[number], string | number | null>
>;

/** Lines of both tables for the same rows. */
export interface StagedLines {
  rows: string;
  contents: string;
}

interface StagedRun {
  linkedAccountId: string;
  syncRunId: string;
  /** In the account's time zone. */
  today: CalendarDate;
  computeMappings: ComputeMappings;
}

/** Turns the items of one fetch into the stage's lines; counts each model's rows on the way. */
export class StageLines {
  readonly #ordinals = new Map<RecordModel, number>();
  readonly #run: StagedRun;
  readonly #nextId = createIdSource();

  constructor(run: StagedRun) {
    this.#run = run;
  }

  /** One row, or two for a person with a home. @throws ConnectorError when the fields do not fit the model */
  toLines(item: StagedItem): StagedLines {
    const row = this.#toRow(item.model, item, {
      source_key: 'sourceKey' in item ? item.sourceKey : null,
      ...('person' in item ? signalColumns(item.person) : {}),
      ...(item.model === 'employment' ? { effective_date: item.effectiveDate } : {}),
      ...(item.model === 'employee' ? this.#personColumns(item) : {}),
      refs: JSON.stringify(refsOf(item)),
      remote_id: item.remoteId,
      kept_fields: item.keptFields?.length ? toArrayLiteral(item.keptFields) : null,
      row_fingerprint: toFingerprint(item),
      ...(item.sealed && {
        sealed_hash: `\\x${item.sealed.hash.toString('hex')}`,
        sealed_fields: JSON.stringify(item.sealed.fields),
      }),
    });
    const staged = toStagedLines(row);
    if (item.model !== 'employee' || item.refs.homeLocation === null) return staged;
    const home = toStagedLines(this.#toHome(item, row));
    return { rows: staged.rows + home.rows, contents: staged.contents + home.contents };
  }

  #personColumns({ fields }: EmployeeItem): StageRow {
    const sourceStatus = fields.employment_status;
    return {
      source_status: sourceStatus,
      ...toStagedDates(fields, sourceStatus, this.#run.today),
      missing_fields: toMissingFields(fields),
    };
  }

  #toHome(item: EmployeeItem, owner: StageRow): StageRow {
    const enumOrigins = item.refs.homeLocationEnumOrigins ?? {};
    const home = { fields: item.refs.homeLocation!, enumOrigins, remoteData: [] };
    return this.#toRow('location', home, {
      owner_ordinal: owner.ordinal ?? null,
      row_fingerprint: owner.row_fingerprint ?? null,
      refs: '{}',
    });
  }

  #toRow(
    model: RecordModel,
    item: Pick<SnapshotItem, 'fields' | 'enumOrigins' | 'remoteData'>,
    columns: StageRow,
  ): StageRow {
    assertFields(model, item.fields);
    const mapped = this.#run.computeMappings(model, item.remoteData);
    const { typed, ...contents } = toStagedContents(model, item.fields, mapped.text);
    return {
      linked_account_id: this.#run.linkedAccountId,
      sync_run_id: this.#run.syncRunId,
      model,
      ordinal: this.nextOrdinal(model),
      candidate_id: this.#nextId(),
      ...contents,
      typed: toArrayLiteral(typed),
      enum_origins: JSON.stringify(item.enumOrigins),
      remote_data: JSON.stringify(item.remoteData),
      failed_mappings: mapped.failed.length === 0 ? null : toArrayLiteral(mapped.failed),
      ...columns,
    };
  }

  /** Takes the next position among the model's rows. */
  nextOrdinal(model: RecordModel): number {
    const ordinal = (this.#ordinals.get(model) ?? 0) + 1;
    this.#ordinals.set(model, ordinal);
    return ordinal;
  }
}

function toStagedLines(row: StageRow): StagedLines {
  const complete = { ...row, beside_hash: hashBeside(row) };
  return { rows: toCopyLine(STAGE_COLUMNS, complete), contents: toCopyLine(CONTENTS_COLUMNS, complete) };
}

/** What is stored beside the body; each is hashed in this order. */
const BESIDE = [
  'person_remote_id',
  'work_id',
  'work_email',
  'personal_email',
  'name_key',
  'birth_date',
  'effective_date',
  'source_status',
  'kept_fields',
  'enum_origins',
  'remote_data',
] as const;
/** A release that stores more of it counts up. */
export const BESIDE_VERSION = 1;

function hashBeside(row: StageRow): string {
  const words = BESIDE.map((column) => row[column] ?? '');
  return `\\x${hash('sha256', [BESIDE_VERSION, ...words].join('\0'))}`;
}

/** None for a row that the sync fills in from the known record: it is not what its source says. */
function toFingerprint({ rowFingerprint, keptFields }: StagedItem): string | null {
  if (!rowFingerprint || keptFields?.length) return null;
  return `\\x${Buffer.from(rowFingerprint.buffer, rowFingerprint.byteOffset, FINGERPRINT_BYTES).toString('hex')}`;
}

function signalColumns(person: PersonSignals): StageRow {
  return {
    person_remote_id: person.remoteId,
    work_id: person.workId,
    work_email: person.workEmail,
    personal_email: person.personalEmail,
    name_key: person.nameKey,
    birth_date: person.birthDate,
  };
}

/** What the row says about its relations, to be resolved when the whole roster is staged. */
function refsOf(item: SnapshotItem): object {
  if (!('refs' in item)) return {};
  if (item.model !== 'employee') return item.refs;
  const { company, workLocation, groups, team = null, payGroup = null, manager } = item.refs;
  return { company, workLocation, groups, team, payGroup, manager };
}
