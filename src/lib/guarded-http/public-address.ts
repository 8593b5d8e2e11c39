import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

const GLOBAL_UNICAST_V6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** Public by range, yet answered by the cloud's host machine: Azure's WireServer. */
const HOST_SERVICES = new Set(['168.63.129.16']);

/**
 * True for an address of the public Internet. Everything else is refused, also the forms that carry an IPv4 address
 * inside an IPv6 one (mapped, compatible, NAT64, 6to4, Teredo): what they reach is decided by a router, not by us.
 * `text` is what a resolver gives; any other spelling is not public.
 */
export function isPublicAddress(text: string): boolean {
  if (isIP(text) === 0 || text.includes('%') || HOST_SERVICES.has(text)) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== 'unicast') return false;
  // ipaddr.js calls every range without a name unicast: ::127.0.0.1 too.
  return address instanceof ipaddr.IPv4 || address.match(GLOBAL_UNICAST_V6);
}
