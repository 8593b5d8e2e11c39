import type { Passthrough } from '../connectors/passthrough.ts';
import type { ConnectorRegistry } from '../connectors/registry.ts';
import { AppError } from '../lib/app-error.ts';
import type { LinkedAccount } from './linked-accounts-store.ts';

type Access = Pick<LinkedAccount, 'integration' | 'connection_method'>;

/** Only a grant is the employer's consent to what the source's own API shows. */
export function isPassthroughAvailable(account: Access, connectors: ConnectorRegistry): boolean {
  return findPassthrough(account, connectors) !== undefined;
}

/** @throws AppError forbidden `passthrough_unavailable` */
export function assertPassthroughAvailable(account: Access, connectors: ConnectorRegistry): Passthrough {
  const passthrough = findPassthrough(account, connectors);
  if (passthrough) return passthrough;
  const why =
    account.connection_method === 'oauth'
      ? 'the API of its source is not configured here.'
      : `it is linked by \`${account.connection_method}\`: only an employer's consent at the source (\`oauth\`) opens its API.`;
  throw new AppError(
    'forbidden',
    'passthrough_unavailable',
    `Nothing is passed through to this account: ${why}`,
  );
}

function findPassthrough(account: Access, connectors: ConnectorRegistry): Passthrough | undefined {
  return account.connection_method === 'oauth' ? connectors.get(account.integration).passthrough : undefined;
}
