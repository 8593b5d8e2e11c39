const LOOK_AT_THE_SOURCE =
  'Nothing was changed and the last good data is served. Look at the report at the source; the next run that reads it whole closes this.';
const RELINK = 'Nothing is read until the account is linked again: send the employer a new link token.';
const TRY_LATER = 'The last good data is served and the schedule goes on; look at the source if this lasts.';
const LOOK_AT_THE_SITE =
  'The last good data is served. If the source has changed its pages, its description can be overridden by MUSTER_JUSTWORKS_SITE.';

/** What a person does about a failed run, by the failure's code. */
const ADVICE: Record<string, string> = {
  bad_credentials: RELINK,
  code_refused: RELINK,
  authenticator_missing: RELINK,
  password_expired: RELINK,
  wrong_company: RELINK,
  permission_missing:
    'Ask the employer to grant the permissions again; the linking modal names them. The last good data is served.',
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
