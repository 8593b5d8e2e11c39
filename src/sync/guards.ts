import type { GuardSettings } from '../config/config.ts';
import type { SourceShapes } from '../db/schema/accounts.ts';
import type { ReportShape } from '../hris/snapshot.ts';

/** What a run would do, in numbers. */
export interface GuardInput {
  /** Employees in the roster that was read, and those alive in ours. */
  stagedEmployees: number;
  knownEmployees: number;
  stagedEmployments: number;
  knownEmployments: number;
  /** People who are active in our records, and how many of them the roster does not have. */
  activeEmployees: number;
  activeRemoved: number;
  /** How many of them the roster ends: a last day that was not known before, or inactive from now on. */
  activeTerminated: number;
  /** By field: how many people had a value, and how many of those have none now. */
  nulled: Readonly<Record<string, { had: number; lost: number }>>;
  reports: readonly ReportShape[];
  /** As they were when a roster was last applied. */
  acceptedShapes: SourceShapes;
}

export type GuardCode =
  | 'source_empty'
  | 'report_lost'
  | 'column_lost'
  | 'report_cut'
  | 'last_active_removed'
  | 'too_many_removed'
  | 'too_many_terminated'
  | 'field_nulled'
  /** Of a released run: the records changed after a person looked at what it would do. */
  | 'diff_changed';

export interface GuardFinding {
  code: GuardCode;
  /** Counts and names of columns, for the operator. */
  detail: string;
}

/** Everything that makes the run too strange to apply without a person's word; empty: go on. */
export function checkGuards(input: GuardInput, settings: GuardSettings): GuardFinding[] {
  return [
    ...checkEmptiness(input),
    ...Object.entries(input.acceptedShapes).flatMap(([report, accepted]) =>
      checkShape(
        report,
        accepted,
        input.reports.find((shape) => shape.report === report),
      ),
    ),
    ...checkRemovals(input, settings),
    ...checkTerminations(input, settings),
    ...checkNulled(input, settings),
  ];
}

function checkEmptiness(input: GuardInput): GuardFinding[] {
  const findings: GuardFinding[] = [];
  if (input.stagedEmployees === 0 && input.knownEmployees > 0) {
    findings.push({
      code: 'source_empty',
      detail: `0 employees were read, ${input.knownEmployees} are known`,
    });
  }
  if (input.stagedEmployments === 0 && input.knownEmployments > 0) {
    findings.push({
      code: 'source_empty',
      detail: `0 employments were read, ${input.knownEmployments} are known`,
    });
  }
  return findings;
}

function checkShape(
  report: string,
  accepted: SourceShapes[string],
  shape: ReportShape | undefined,
): GuardFinding[] {
  if (!shape) return [{ code: 'report_lost', detail: `the report ${report} is no longer there` }];
  const renamed = new Set(shape.alsoKnownAs?.map((column) => column.toLowerCase()));
  const lost = accepted.columns.filter(
    (column) => !shape.columns.includes(column) && !renamed.has(column.toLowerCase()),
  );
  const findings: GuardFinding[] = lost.map((column) => ({
    code: 'column_lost',
    detail: `${report} no longer has the column ${column}`,
  }));
  if (accepted.endsWithNewline && !shape.endsWithNewline) {
    findings.push({
      code: 'report_cut',
      detail: `${report} ends in the middle of a line after ${shape.rowCount} rows`,
    });
  }
  return findings;
}

function checkRemovals(input: GuardInput, settings: GuardSettings): GuardFinding[] {
  const { activeEmployees, activeRemoved } = input;
  const detail = `${activeRemoved} of ${activeEmployees} active employees are gone`;
  if (activeRemoved > 0 && activeRemoved === activeEmployees)
    return [{ code: 'last_active_removed', detail }];
  const isRatioPassed = activeRemoved > 1 && activeRemoved > activeEmployees * settings.maxRemovedRatio;
  if (!isRatioPassed && activeRemoved <= settings.maxRemovedCount) return [];
  return [{ code: 'too_many_removed', detail }];
}

/** The source says of each of them that they leave: that is believed longer than silence, but not without limit. */
function checkTerminations(input: GuardInput, settings: GuardSettings): GuardFinding[] {
  const { activeEmployees, activeTerminated } = input;
  const isRatioPassed =
    activeTerminated > 1 && activeTerminated > activeEmployees * settings.maxTerminatedRatio;
  if (!isRatioPassed && activeTerminated <= settings.maxTerminatedCount) return [];
  const detail = `${activeTerminated} of ${activeEmployees} active employees are terminated at once`;
  return [{ code: 'too_many_terminated', detail }];
}

/** One person's field may empty in any company, however small. */
function checkNulled(input: GuardInput, settings: GuardSettings): GuardFinding[] {
  return Object.entries(input.nulled)
    .filter(([, { had, lost }]) => lost > 1 && lost > had * settings.maxNulledRatio)
    .map(([field, { had, lost }]) => ({
      code: 'field_nulled',
      detail: `${field} is empty now for ${lost} of ${had} employees who had it`,
    }));
}
