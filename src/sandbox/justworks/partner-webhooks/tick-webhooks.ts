import type { PartnerWebhooks } from './partner-webhooks.ts';

const EVERY_MS = 1_000;

/** Where real time passes, retries are made when they are due without anybody's doing. */
export function tickWebhooks(webhooks: PartnerWebhooks): { stop: () => void } {
  const timer = setInterval(() => void webhooks.tick(), EVERY_MS).unref();
  return { stop: () => clearInterval(timer) };
}
