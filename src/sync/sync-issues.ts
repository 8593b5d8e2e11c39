import { openIssue, resolveIssues, resolveIssuesExcept, type AccountScope } from '../accounts/index.ts';
import { ABOUT_ONE_PAGE, type ConnectorErrorCode } from '../connectors/errors.ts';
import type { Trx } from '../db/transaction.ts';
import type { RunFinding } from '../db/schema/sync.ts';
import type { ReadingFailure } from '../hris/snapshot.ts';
import { describeFailure } from './describe-failure.ts';
import type { StandingRun } from './standing-run.ts';
import type { SyncRun } from './sync-run.ts';

const HELD_ISSUE = 'sync_held';
export const EXHAUSTED_ISSUE = 'sync_attempts_exhausted';

/** What a run that got in proves to be over. */
export const HEALED_BY_ENTERING = [
  EXHAUSTED_ISSUE,
  'bad_credentials',
  'code_refused',
  'authenticator_missing',
  'second_factor_unsupported',
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
export const HEALED_BY_READING = [HELD_ISSUE, ...ABOUT_ONE_PAGE] as const;

type HealedCode = (typeof HEALED_BY_ENTERING)[number] | (typeof HEALED_BY_READING)[number];

/** Closes what the run proves to be over, and opens what its reading met. Permissions are kept apart: see record-permissions.ts. */
export async function resolveSyncIssues(
  trx: Trx,
  run: SyncRun,
  options: { isHeldStill?: boolean; failures?: readonly ReadingFailure[] } = {},
): Promise<void> {
  const healed: readonly (HealedCode & (ConnectorErrorCode | OwnIssue))[] = [
    ...HEALED_BY_ENTERING,
    ...(run.isTargeted ? [] : HEALED_BY_READING),
  ];
  const { isHeldStill = false, failures = [] } = options;
  const codes = healed.filter((code) => !(code === HELD_ISSUE && isHeldStill));
  const standing = failures.map(({ code, subject }) => ({ code, subject }));
  await resolveIssuesExcept(trx, run.scope, codes, standing);
  for (const { code, subject, message, details } of failures) {
    const description = describeFailure({ code, subject, message });
    await openIssue(trx, run.scope, { code, subject, description, details: [...details] });
  }
}

type OwnIssue = 'unexpected' | typeof HELD_ISSUE | typeof EXHAUSTED_ISSUE;

/** Whatever was held is decided about. */
export async function closeHeldIssue(trx: Trx, scope: AccountScope): Promise<void> {
  await resolveIssues(trx, scope, HELD_ISSUE);
}

/** The source was read, and is what a person has before them still, or what a person has dropped: then there is no issue. */
export async function repeatHeldIssue(trx: Trx, run: SyncRun, standing: StandingRun): Promise<void> {
  await resolveSyncIssues(trx, run, { isHeldStill: true });
  if (standing.state === 'held') await openHeldIssue(trx, run.scope, standing.findings);
}

export function openHeldIssue(trx: Trx, scope: AccountScope, findings: readonly RunFinding[]): Promise<void> {
  return openIssue(trx, scope, {
    code: HELD_ISSUE,
    description:
      'The source looks broken, so nothing was changed and the last good data is served. ' +
      'Look at the roster at the source and at what the run would change: release the run, or discard it. ' +
      'The next run that looks right is applied by itself.',
    details: findings.map((finding) => `${finding.code}: ${finding.detail}`),
  });
}
