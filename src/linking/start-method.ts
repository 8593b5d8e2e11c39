import type { ConnectionMethod } from '../connectors/contract.ts';
import { AppError } from '../lib/app-error.ts';
import { assertMethod } from './choose-method.ts';

/** What the partner's call says of the method; a session that comes from the source's hub goes by its API. */
export interface MethodWish {
  connectionMethod: ConnectionMethod | null;
  handover: string | null;
}

/**
 * The method of a new account: the one that is asked for, else the first that is switched on.
 * @throws AppError conflict `integration_not_configured`, invalid_input `connection_method_unavailable`
 */
export function chooseFirstMethod(methods: readonly ConnectionMethod[], wish: MethodWish): ConnectionMethod {
  const [first] = methods;
  if (first === undefined) throw notConfigured();
  if (wish.connectionMethod !== null) {
    assertMethod(methods, wish.connectionMethod, '/connection_method');
    return wish.connectionMethod;
  }
  return wish.handover !== null && methods.includes('oauth') ? 'oauth' : first;
}

/** The method of a session: a relink goes by the account's own unless another is asked for. */
export function chooseStartMethod(
  methods: readonly ConnectionMethod[],
  account: { completed_at: string | null; connection_method: ConnectionMethod },
  wish: MethodWish,
): ConnectionMethod {
  const first = chooseFirstMethod(methods, wish);
  const isAskedFor = wish.connectionMethod !== null || wish.handover !== null;
  if (isAskedFor || account.completed_at === null) return first;
  return methods.includes(account.connection_method) ? account.connection_method : first;
}

function notConfigured(): AppError {
  return new AppError(
    'conflict',
    'integration_not_configured',
    'No way into this integration is switched on here, or the organization allows none that is. The operator sets the client id ' +
      'and secret of its API, or acknowledges the web route.',
  );
}
