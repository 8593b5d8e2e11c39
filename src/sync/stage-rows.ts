import { ConnectorError } from '../connectors/errors.ts';
import { hashFields } from '../hris/fingerprint.ts';
import type { LocationFields } from '../hris/model/index.ts';
import type { RecordModel } from '../hris/record-tables.ts';
import type { EmployeeItem, PersonSignals, SnapshotItem } from '../hris/snapshot.ts';
import { newId } from '../lib/ids.ts';
import { assertFields } from './field-check.ts';

/** The stage's columns that the fetch fills, in the order of a copied line. */
export const STAGE_COLUMNS = [
  'linked_account_id',
  'sync_run_id',
  'model',
  'ordinal',
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
  'fields',
  'fields_hash',
  'refs',
  'enum_origins',
  'remote_data',
  'kept_fields',
] as const;

export type StageRow = Partial<Record<(typeof STAGE_COLUMNS)[number], string | number | null>>;

/** Turns the items of one fetch into the stage's lines; counts each model's rows on the way. */
export class StageLines {
  readonly #ordinals = new Map<RecordModel, number>();
  readonly #run: { linkedAccountId: string; syncRunId: string };

  constructor(run: { linkedAccountId: string; syncRunId: string }) {
    this.#run = run;
  }

  /** One line, or two for a person with a home. @throws ConnectorError when the fields do not fit the model */
  toLines(item: SnapshotItem): string {
    const row = this.#toRow(item.model, item, {
      source_key: 'sourceKey' in item ? item.sourceKey : null,
      ...('person' in item ? signalColumns(item.person) : {}),
      ...(item.model === 'employment' ? { effective_date: item.effectiveDate } : {}),
      refs: JSON.stringify(refsOf(item)),
      remote_id: item.remoteId,
      kept_fields: toArrayLiteral(item.keptFields ?? []),
    });
    const home = item.model === 'employee' ? this.#toHomeLine(item, row) : '';
    return toCopyLine(row) + home;
  }

  #toHomeLine(item: EmployeeItem, owner: StageRow): string {
    const fields: LocationFields | null = item.refs.homeLocation;
    if (fields === null) return '';
    const enumOrigins = item.refs.homeLocationEnumOrigins ?? {};
    const home = { fields, enumOrigins, remoteData: [] };
    return toCopyLine(this.#toRow('location', home, { owner_ordinal: owner.ordinal ?? null, refs: '{}' }));
  }

  #toRow(
    model: RecordModel,
    item: Pick<SnapshotItem, 'fields' | 'enumOrigins' | 'remoteData'>,
    columns: StageRow,
  ): StageRow {
    assertFields(model, item.fields);
    return {
      linked_account_id: this.#run.linkedAccountId,
      sync_run_id: this.#run.syncRunId,
      model,
      ordinal: this.#nextOrdinal(model),
      candidate_id: newId(),
      fields: JSON.stringify(item.fields),
      fields_hash: `\\x${hashFields(item.fields).toString('hex')}`,
      enum_origins: JSON.stringify(item.enumOrigins),
      remote_data: JSON.stringify(item.remoteData),
      kept_fields: '{}',
      ...columns,
    };
  }

  #nextOrdinal(model: RecordModel): number {
    const ordinal = (this.#ordinals.get(model) ?? 0) + 1;
    this.#ordinals.set(model, ordinal);
    return ordinal;
  }
}

/** Names of fields are words of ours, which need no quotes. */
const toArrayLiteral = (names: readonly string[]): string => `{${names.join(',')}}`;

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

const JSON_COLUMNS: ReadonlySet<string> = new Set(['fields', 'refs', 'enum_origins', 'remote_data']);
// JSON's spelling of NUL, but not an escaped backslash before `u0000`.
const JSON_NUL = /(?<!\\)(?:\\\\)*\\u0000/;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A line of COPY's text format. @throws ConnectorError for a NUL, which no text of Postgres can hold */
export function toCopyLine(row: StageRow): string {
  const cells = STAGE_COLUMNS.map((column) => {
    const value = row[column];
    if (value === null || value === undefined) return '\\N';
    const text = String(value);
    if (text.includes('\0') || (JSON_COLUMNS.has(column) && JSON_NUL.test(text))) {
      throw new ConnectorError('report_encoding', 'A cell holds a NUL character.', {
        subject: String(row.model),
      });
    }
    return text.replace(/[\\\n\r\t]/g, (character) => ESCAPES[character]!);
  });
  return `${cells.join('\t')}\n`;
}
