import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { OutboundHttp } from '../lib/outbound-http.ts';

/** What every call into a connector gets. A connector keeps no state of its own and opens no connection by itself. */
export interface ConnectorContext {
  http: OutboundHttp;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
}

/** The context of one call, out of the service's parts. */
export function toConnectorContext(
  parts: { outbound: OutboundHttp; clock: Clock; log: Logger },
  signal: AbortSignal,
): ConnectorContext {
  return { http: parts.outbound, clock: parts.clock, log: parts.log, signal };
}
