/**
 * What may go wrong at a source. The code decides what happens next; the message is for the operator and holds
 * shapes, counts and names of columns or pages, never a value from the source.
 */
export type ConnectorErrorCode =
  // The account asks for relinking.
  | 'bad_credentials'
  | 'code_refused'
  | 'authenticator_missing'
  // The source asks for a text message, a call or a passkey: only a person can answer.
  | 'second_factor_unsupported'
  | 'password_expired'
  | 'wrong_company'
  // The employer's consent is over: revoked, idle too long, or the app was removed.
  | 'grant_ended'
  // The log-in has several companies and nobody said which.
  | 'company_choice_needed'
  // The company is no longer a customer of the source: reading stops, what was read stays.
  | 'company_left'
  // The invitation can't be used.
  | 'invitation_used'
  | 'invitation_expired'
  | 'invitation_demands_person'
  // A new password was not taken; the old one is good.
  | 'password_refused'
  // A permission is missing.
  | 'permission_missing'
  // A code of this 30-second step was used; try again in the next one.
  | 'code_step_used'
  // The source is away or slow: try again later.
  | 'source_unavailable'
  | 'rate_limited'
  | 'report_not_ready'
  // Our own limit of sign-ins or reports a day.
  | 'budget_spent'
  // The source is not what we know: a person must look.
  | 'challenge_page'
  | 'signed_out'
  | 'unexpected_page'
  | 'report_not_csv'
  | 'report_empty'
  | 'report_cut'
  | 'report_encoding'
  | 'report_column_missing'
  | 'report_malformed';

/** One page or report is not as we know it. */
export const ABOUT_ONE_PAGE = [
  'unexpected_page',
  'report_not_ready',
  'report_not_csv',
  'report_empty',
  'report_cut',
  'report_encoding',
  'report_column_missing',
  'report_malformed',
] as const satisfies readonly ConnectorErrorCode[];

const RETRYABLE: ReadonlySet<ConnectorErrorCode> = new Set([
  'code_step_used',
  'source_unavailable',
  'rate_limited',
  'report_not_ready',
]);
const RELINK: ReadonlySet<ConnectorErrorCode> = new Set([
  'bad_credentials',
  'code_refused',
  'authenticator_missing',
  'second_factor_unsupported',
  'password_expired',
  'grant_ended',
]);

export class ConnectorError extends Error {
  override readonly name = 'ConnectorError';
  readonly code: ConnectorErrorCode;
  /** The report or page it is about, e.g. `employee_census`. */
  readonly subject: string;
  readonly retryAfterMs: number | undefined;
  /** Shapes, counts, names of columns, for the issue. */
  readonly details: readonly string[];

  constructor(
    code: ConnectorErrorCode,
    message: string,
    options: { subject?: string; retryAfterMs?: number; details?: readonly string[]; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.subject = options.subject ?? '';
    this.retryAfterMs = options.retryAfterMs;
    this.details = options.details ?? [];
  }

  get isRetryable(): boolean {
    return RETRYABLE.has(this.code);
  }

  get needsRelink(): boolean {
    return RELINK.has(this.code);
  }
}
