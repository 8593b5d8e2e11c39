import { createHmac, timingSafeEqual } from 'node:crypto';
import { AppError, invalidInput } from '../../../lib/app-error.ts';
import { SECOND_MS } from '../../../lib/duration.ts';
import type { SourceWebhooks } from '../../contract.ts';
import type { ApiDescription } from './api-schema.ts';
import { readShape } from './read-shape.ts';

export interface WebhookSigning {
  secret: string;
  algorithm: 'sha256' | 'sha512';
  encoding: 'hex' | 'base64';
  /** What is signed, with `{timestamp}` and `{body}` in it. */
  signed: string;
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Justworks' own webhooks. How they are signed is known to nobody outside, so it is a setting. */
export function createSourceWebhooks(description: ApiDescription, signing: WebhookSigning): SourceWebhooks {
  return {
    read({ headers, body, now }) {
      const timestamp = headerOf(headers, description.headers.timestamp);
      assertFresh(timestamp, now, description.limits.webhookAgeMs);
      const signature = headerOf(headers, description.headers.signature);
      if (!isEqual(signature, sign(signing, timestamp, body))) throw refused('is not signed by the source');
      const event = readEvent(description, body);
      return { id: event.id, type: event.type, remoteCompanyId: event.companyId };
    },
  };
}

function sign(
  { secret, algorithm, encoding, signed }: WebhookSigning,
  timestamp: string,
  body: Buffer,
): string {
  const hmac = createHmac(algorithm, secret);
  const parts = signed.replaceAll('{timestamp}', timestamp).split('{body}');
  for (const [place, part] of parts.entries()) {
    if (place > 0) hmac.update(body);
    hmac.update(part);
  }
  return hmac.digest(encoding);
}

function assertFresh(timestamp: string, now: Date, ageMs: number): void {
  const sentAt = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) * SECOND_MS : NaN;
  if (!(Math.abs(now.getTime() - sentAt) <= ageMs)) throw refused('is too old or carries no time');
}

function readEvent(description: ApiDescription, body: Buffer) {
  try {
    if (body.length > description.limits.webhookBytes) throw new Error('too long');
    return readShape(description, 'event', JSON.parse(body.toString('utf8')), 'event');
  } catch {
    throw invalidInput('source_event_invalid', 'The body is no event of the source.');
  }
}

function headerOf(headers: Headers, name: string): string {
  return [headers[name]].flat()[0]?.trim() ?? '';
}

/** Takes the same time wherever the two differ. */
function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function refused(why: string): AppError {
  return new AppError('unauthenticated', 'source_event_refused', `The event ${why}.`);
}
