import { LinkRefused, RequestFailed, type LinkApi } from './link-api.ts';
import type { Opener } from './opener.ts';
import { retryDelayMs } from './poll-schedule.ts';

const MAX_ATTEMPTS = 5;

/**
 * Makes the public token and hands it to the partner page. Each call makes a new token and the former stops working,
 * so it runs once per page, and again only when a person asks.
 * @throws LinkRefused, or RequestFailed after the last attempt
 */
export async function deliverPublicToken(api: LinkApi, opener: Opener, wait = waitFor): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      opener.tell({ type: 'success', public_token: await api.createPublicToken() });
      return;
    } catch (error) {
      if (error instanceof LinkRefused || attempt === MAX_ATTEMPTS) throw error;
      await wait(retryDelayMs(attempt, error instanceof RequestFailed ? error.retryAfterMs : null));
    }
  }
}

function waitFor(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
