import { openIssue, resolveIssues } from '../accounts/index.ts';
import type { ConnectorErrorCode } from '../connectors/errors.ts';
import type { Trx } from '../db/transaction.ts';
import type { SourceSummary } from '../hris/snapshot.ts';
import type { GuardFinding } from './guards.ts';
import type { SyncRun } from './sync-run.ts';

const HELD_ISSUE = 'sync_held';
export const EXHAUSTED_ISSUE = 'sync_attempts_exhausted';

/** What a run that read everything proves to be over. */
const HEALED_BY_READING = [
  HELD_ISSUE,
  EXHAUSTED_ISSUE,
  'bad_credentials',
  'code_refused',
  'authenticator_missing',
  'password_expired',
  'wrong_company',
  'code_step_used',
  'source_unavailable',
  'rate_limited',
  'report_not_ready',
  'challenge_page',
  'signed_out',
  'unexpected_page',
  'report_not_csv',
  'report_empty',
  'report_cut',
  'report_encoding',
  'report_column_missing',
  'report_malformed',
  'unexpected',
] as const satisfies readonly (
  ConnectorErrorCode | 'unexpected' | typeof HELD_ISSUE | typeof EXHAUSTED_ISSUE
)[];

export async function resolveSyncIssues(trx: Trx, run: SyncRun, summary: SourceSummary): Promise<void> {
  for (const code of HEALED_BY_READING) await resolveIssues(trx, run.scope, code);
  // Other permissions may well be missing still: only those of what was read are there.
  const subjects = ['', ...summary.reports.map((shape) => shape.report)];
  for (const subject of subjects) await resolveIssues(trx, run.scope, 'permission_missing', { subject });
}

export function openHeldIssue(trx: Trx, run: SyncRun, findings: readonly GuardFinding[]): Promise<void> {
  return openIssue(trx, run.scope, {
    code: HELD_ISSUE,
    description:
      'The source looks broken, so nothing was changed and the last good data is served. ' +
      'Look at the roster at the source; the next run that looks right is applied by itself.',
    details: findings.map((finding) => `${finding.code}: ${finding.detail}`),
  });
}
