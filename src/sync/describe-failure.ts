const LOOK_AT_THE_SOURCE =
  'Nothing was changed and the last good data is served. Look at the report at the source; the next run that reads it whole closes this.';
const RELINK = 'Nothing is read until the account is linked again: send the employer a new link token.';
const AUTHENTICATOR_CHANGED = `The authenticator was reset or changed at the source. ${RELINK} An administrator who gave a log-in sets the authenticator up again and enters its new setup key; a service account is invited again.`;
const PASSWORD_EXPIRED = `${RELINK} An administrator who gave a log-in sets a new password at the source first; a service account is invited again.`;
const CONSENT_OVER = `It was withdrawn at the source, or not used for too long. ${RELINK} An administrator agrees once more.`;
const WRONG_COMPANY =
  'Nothing of another company is read; the last good data is served. Reading goes on by itself when the log-in opens the linked company again. If it never will, link the account again.';
const TRY_LATER = 'The last good data is served and the schedule goes on; look at the source if this lasts.';
const LOOK_AT_THE_SITE =
  'The last good data is served. If the source has changed its pages, its description can be overridden by MUSTER_JUSTWORKS_SITE.';

/** What a person does about a failed run, by the failure's code. */
const ADVICE: Record<string, string> = {
  bad_credentials: RELINK,
  code_refused: AUTHENTICATOR_CHANGED,
  authenticator_missing: AUTHENTICATOR_CHANGED,
  second_factor_unsupported: AUTHENTICATOR_CHANGED,
  password_expired: PASSWORD_EXPIRED,
  wrong_company: WRONG_COMPANY,
  grant_ended: CONSENT_OVER,
  company_choice_needed: RELINK,
  company_left:
    'The company is no customer of the source any more. Nothing is read; what was read last is kept and served until the account is deleted.',
  budget_spent:
    'That is our own limit for a day, which keeps the source from being asked too often. The next run is due when there is room again.',
  permission_missing:
    'Ask the employer to grant the permissions again; the linking modal names them. The last good data is served.',
  report_column_missing:
    'Nothing was changed and the last good data is served. If one of the listed headers is the column, make it known: ' +
    '`muster justworks override approve --column report.column="Header"`; the next sync uses it.',
  challenge_page: LOOK_AT_THE_SITE,
  signed_out: LOOK_AT_THE_SITE,
  unexpected_page: LOOK_AT_THE_SITE,
  source_unavailable: TRY_LATER,
  rate_limited: TRY_LATER,
  report_not_ready: TRY_LATER,
};

/** What is wrong, where, and what to do, for the issue. Reports have one advice: look at them. */
export function describeFailure(failure: { code: string; subject: string; message: string }): string {
  const where = failure.subject === '' ? '' : ` (${failure.subject})`;
  const isReport = failure.code.startsWith('report_');
  const advice = ADVICE[failure.code] ?? (isReport ? LOOK_AT_THE_SOURCE : TRY_LATER);
  return `${failure.message}${where} ${advice}`;
}
