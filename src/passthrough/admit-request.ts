import {
  assertPassthroughAvailable,
  getAccountScopes,
  getLinkedAccount,
  readHealth,
  type AccountScope,
} from '../accounts/index.ts';
import type { Passthrough, PassthroughPlace } from '../connectors/passthrough.ts';
import { plainFields, RECORD_MODEL_NAMES, type ModelName, type Scopes } from '../hris/scopes.ts';
import { AppError } from '../lib/app-error.ts';
import { SECOND_MS } from '../lib/duration.ts';
import type { PassthroughDeps } from './passthrough-deps.ts';
import { isPaused } from './receipts-store.ts';
import { checkRequest, type CheckedRequest, type WantedRequest } from './passthrough-request.ts';

export interface AdmittedRequest extends CheckedRequest {
  passthrough: Passthrough;
  place: PassthroughPlace;
}

/**
 * Whether the request may go to the account's source now.
 * @throws AppError not_found; forbidden `passthrough_unavailable`, `passthrough_path_refused`, `passthrough_scopes_narrower`;
 * conflict `account_not_linked`, `account_paused`; rate_limited `source_rate_limited`; unavailable `source_unavailable`; see
 * checkRequest
 */
export async function admitRequest(
  deps: PassthroughDeps,
  scope: AccountScope,
  wanted: WantedRequest,
): Promise<AdmittedRequest> {
  const account = await getLinkedAccount(deps.db, scope.organizationId, scope.linkedAccountId);
  const passthrough = assertPassthroughAvailable(account, deps.connectors);
  const request = checkRequest(wanted);
  const place = passthrough.findPlace(request.pathname);
  if (!place) throw pathRefused();
  assertScopesCover(await getAccountScopes(deps.db, scope), place);
  if (account.status !== 'COMPLETE') throw notLinked(account.status);
  if (await isPaused(deps.db, scope)) throw paused();
  await assertSourceMayBeAsked(deps, scope);
  return { ...request, passthrough, place };
}

/** The answer can't be filtered field by field: it is given whole, or not at all. */
function assertScopesCover(scopes: Scopes, { shows }: PassthroughPlace): void {
  const narrower = shows.map((model) => RECORD_MODEL_NAMES[model]).filter((name) => !isWhole(scopes, name));
  if (narrower.length === 0) return;
  const names = [...new Set(narrower)].join(', ');
  throw new AppError(
    'forbidden',
    'passthrough_scopes_narrower',
    `This path shows all fields of ${names}, and the account's scopes do not.`,
    { pointer: '/path' },
  );
}

const isWhole = (scopes: Scopes, name: ModelName): boolean =>
  plainFields(name).every((field) => scopes[name]?.includes(field));

/** What the sync keeps to is kept to here: the source's own wish, and that it is left alone while it is away. */
async function assertSourceMayBeAsked({ db, clock }: PassthroughDeps, scope: AccountScope): Promise<void> {
  const { notBefore, sourceRestsSince, sourceProbeAt } = await readHealth(db, scope);
  const secondsUntil = (time: string | null) =>
    Math.max(1, Math.ceil((Date.parse(time ?? '') - clock.now().getTime()) / SECOND_MS) || 1);
  if (notBefore !== null && new Date(notBefore) > clock.now())
    throw new AppError(
      'rate_limited',
      'source_rate_limited',
      'The source asked to be left alone for a while.',
      {
        retryAfterSeconds: secondsUntil(notBefore),
      },
    );
  if (sourceRestsSince !== null)
    throw new AppError(
      'unavailable',
      'source_unavailable',
      'The source is away and left alone for a while.',
      {
        retryAfterSeconds: secondsUntil(sourceProbeAt),
      },
    );
}

const pathRefused = (): AppError =>
  new AppError('forbidden', 'passthrough_path_refused', 'This path of the source is not on the list.', {
    pointer: '/path',
  });

const notLinked = (status: string): AppError =>
  new AppError('conflict', 'account_not_linked', `The account is ${status}: its source can't be asked.`);

const paused = (): AppError =>
  new AppError('conflict', 'account_paused', 'The account is paused: its source is not asked.');
