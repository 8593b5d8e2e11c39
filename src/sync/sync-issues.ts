import { openIssue, resolveIssues } from '../accounts/index.ts';
import type { ConnectorErrorCode } from '../connectors/errors.ts';
import type { Trx } from '../db/transaction.ts';
import type { GuardFinding } from './guards.ts';
import type { SyncRun } from './sync-run.ts';

const HELD_ISSUE = 'sync_held';
export const EXHAUSTED_ISSUE = 'sync_attempts_exhausted';

/** What a run that got in proves to be over. */
const HEALED_BY_ENTERING = [
  EXHAUSTED_ISSUE,
  'bad_credentials',
  'code_refused',
  'authenticator_missing',
  'password_expired',
  'wrong_company',
  'grant_ended',
  'company_choice_needed',
  'company_left',
  'code_step_used',
  'source_unavailable',
  'rate_limited',
  'budget_spent',
  'challenge_page',
  'signed_out',
  'unexpected',
] as const;

/** What only a run that read everything proves to be over. */
const HEALED_BY_READING = [
  HELD_ISSUE,
  'report_not_ready',
  'unexpected_page',
  'report_not_csv',
  'report_empty',
  'report_cut',
  'report_encoding',
  'report_column_missing',
  'report_malformed',
] as const;

type HealedCode = (typeof HEALED_BY_ENTERING)[number] | (typeof HEALED_BY_READING)[number];

/** Permissions are kept apart: see record-permissions.ts. */
export async function resolveSyncIssues(trx: Trx, run: SyncRun): Promise<void> {
  const healed: readonly (HealedCode & (ConnectorErrorCode | OwnIssue))[] = [
    ...HEALED_BY_ENTERING,
    ...(run.isTargeted ? [] : HEALED_BY_READING),
  ];
  for (const code of healed) await resolveIssues(trx, run.scope, code);
}

type OwnIssue = 'unexpected' | typeof HELD_ISSUE | typeof EXHAUSTED_ISSUE;

export function openHeldIssue(trx: Trx, run: SyncRun, findings: readonly GuardFinding[]): Promise<void> {
  return openIssue(trx, run.scope, {
    code: HELD_ISSUE,
    description:
      'The source looks broken, so nothing was changed and the last good data is served. ' +
      'Look at the roster at the source; the next run that looks right is applied by itself.',
    details: findings.map((finding) => `${finding.code}: ${finding.detail}`),
  });
}
