import type { ConnectorContext } from '../../contract.ts';
import { MINUTE_MS } from '../../../lib/duration.ts';
import type { Site } from './site-schema.ts';

/**
 * How far the site's clock is ahead of ours, in milliseconds: 0 when the difference is too small to matter (the Date
 * header counts whole seconds and travels) or too large to be true; undefined when the header is no date.
 */
export function clockSkewMs(
  site: Site,
  context: ConnectorContext,
  dateHeader: string | undefined,
): number | undefined {
  const theirs = dateHeader === undefined ? Number.NaN : Date.parse(dateHeader);
  if (Number.isNaN(theirs)) return undefined;
  const skewMs = theirs - context.clock.now().getTime();
  if (Math.abs(skewMs) > site.limits.clockSkewTrustedMs) {
    context.log.warn({ skewMinutes: Math.round(skewMs / MINUTE_MS) }, 'justworks.clock_skew_ignored');
    return 0;
  }
  return Math.abs(skewMs) <= site.limits.clockSkewIgnoredMs ? 0 : skewMs;
}
