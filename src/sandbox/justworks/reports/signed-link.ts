import { createHmac, timingSafeEqual } from 'node:crypto';
import { addMs, SECOND_MS } from '../../../lib/duration.ts';
import type { Report } from './reports.ts';

const LIFETIME_SECONDS = 300;

/** `/report-files/TYPE/ID?expires=...&signature=...`, good for 300 seconds and without a sign-in. */
export function signedPath(report: Report, key: string, now: Date): string {
  const path = filePath(report);
  const expires = Math.floor(addMs(now, LIFETIME_SECONDS * SECOND_MS).getTime() / SECOND_MS);
  return `${path}?expires=${expires}&signature=${signatureOf(path, expires, key)}`;
}

/** Where a report's file stands; report faults are matched against it. */
export function filePath(report: Report): string {
  return `/report-files/${report.type}/${report.id}`;
}

export function isLinkGood(
  path: string,
  query: { expires?: string; signature?: string },
  key: string,
  now: Date,
): boolean {
  const expires = Number(query.expires);
  const expected = Buffer.from(signatureOf(path, expires, key));
  const given = Buffer.from(query.signature ?? '');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
  return expires * SECOND_MS > now.getTime();
}

function signatureOf(path: string, expires: number, key: string): string {
  return createHmac('sha256', key).update(`${path}\n${expires}`).digest('hex');
}
