/**
 * The second net below "log counts, ids and codes only": whatever carries one of these names is cut, one and two
 * levels deep (pino's paths do not search at any depth).
 */
const NAMES = [
  'password',
  'secret',
  'token',
  'link_token',
  'public_token',
  'account_token',
  'authorization',
  'cookie',
  'code',
  'auth_code',
  'email',
  'address',
  'body',
  'subject',
  'text',
  'html',
  'url',
];
export const REDACTED_NAMES: ReadonlySet<string> = new Set(NAMES);

// `code` names our own error codes at the top level; only nested ones can be an authenticator's.
export const REDACTED_PATHS: string[] = NAMES.flatMap((name) =>
  name === 'code' ? [`*.${name}`] : [name, `*.${name}`, `*.*.${name}`],
);
