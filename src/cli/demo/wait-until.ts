import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 100;

/**
 * Looks again until it sees what is wanted, and returns that.
 * @throws Error with `what` after `timeoutMs`
 */
export async function waitUntil<T>(
  look: () => Promise<T>,
  isWanted: (seen: T) => boolean,
  what: string,
  timeoutMs: number,
): Promise<T> {
  for (const endsAt = Date.now() + timeoutMs; ; await delay(POLL_MS)) {
    const seen = await look();
    if (isWanted(seen)) return seen;
    if (Date.now() > endsAt) throw new Error(`${what} did not happen within ${timeoutMs} ms.`);
  }
}
