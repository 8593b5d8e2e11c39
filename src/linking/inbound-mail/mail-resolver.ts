import { promises as dns } from 'node:dns';
import type { DNSResolver } from 'mailauth';

const QUERY_TIMEOUT_MS = 3000;
const QUERY_TRIES = 2;
/** A message with hundreds of signatures must not make us ask hundreds of name servers. */
const MAX_QUERIES = 40;

/** Answers that say "there is none", and with certainty. */
const FINAL_CODES = new Set(['ENOTFOUND', 'ENODATA', 'ENONAME', 'EBADNAME', 'EBADQUERY']);

/** The look-ups of one message: bounded, and remembered where one failed for now. */
export interface MailResolver {
  resolve: DNSResolver;
  hasFailedForNow(): boolean;
}

/** `server` is `ip:port`; null asks the system's name servers. */
export function createMailResolver(server: string | null): MailResolver {
  const resolver = new dns.Resolver({ timeout: QUERY_TIMEOUT_MS, tries: QUERY_TRIES });
  if (server !== null) resolver.setServers([server]);
  let queries = 0;
  let hasFailedForNow = false;
  return {
    hasFailedForNow: () => hasFailedForNow,
    async resolve(domain, type) {
      queries += 1;
      if (queries > MAX_QUERIES)
        throw Object.assign(new Error('Too many look-ups for one message.'), { code: 'EBADQUERY' });
      try {
        return (await resolver.resolve(domain, type)) as string[] | string[][];
      } catch (error) {
        if (!FINAL_CODES.has((error as NodeJS.ErrnoException).code ?? '')) hasFailedForNow = true;
        throw error;
      }
    },
  };
}
