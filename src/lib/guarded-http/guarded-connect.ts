import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { isPublicAddress } from './public-address.ts';

const CONNECT_TIMEOUT_MS = 10_000;

/** Thrown inside the connection, before a packet leaves. */
class RefusedAddressError extends Error {
  override readonly name = 'RefusedAddressError';
  readonly code = 'ERR_ADDRESS_REFUSED';
  constructor() {
    super('The host has no address on the public Internet.');
  }
}

/**
 * A connector that resolves, checks and connects in one step: the address that was checked is the one that is used,
 * so a name that changes its answer in between gains nothing. `isAllowed` frees a host and port from the check.
 */
export function createGuardedConnect(
  lookup: LookupFunction,
  isAllowed: (host: string, port: number) => boolean,
): buildConnector.connector {
  const guarded = buildConnector({
    allowH2: false,
    timeout: CONNECT_TIMEOUT_MS,
    lookup: guardLookup(lookup),
  });
  const free = buildConnector({ allowH2: false, timeout: CONNECT_TIMEOUT_MS, lookup });
  return (options, callback) => {
    const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80);
    if (isAllowed(options.hostname, port)) return free(options, callback);
    // Node asks no lookup for a literal address, so it is checked here.
    if (isIP(options.hostname) && !isPublicAddress(options.hostname))
      return callback(new RefusedAddressError(), null);
    return guarded(options, callback);
  };
}

/** Drops what is not public; a name that resolves to nothing else is refused. */
export function guardLookup(lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error || !Array.isArray(addresses)) return callback(error ?? new RefusedAddressError(), '');
      const usable = addresses.filter(({ address }) => isPublicAddress(address));
      const first = usable[0];
      if (!first) return callback(new RefusedAddressError(), '');
      return options.all ? callback(null, usable) : callback(null, first.address, first.family);
    });
  };
}
