import { setTimeout as pause } from 'node:timers/promises';
import { load, type LoadRequest } from './api-processes.ts';
import { ceilingFigure, type Figure } from './figure.ts';

const OVERLOAD = 3;
const CONNECTIONS = 20;
/** Enough that as many requests as are wanted can be under way whatever the answers take. */
const OVERLOAD_CONNECTIONS = 600;
const SECONDS = 8;
const MAX_RECOVERY_SECONDS = 5;
/** So many answers in a row, none slower than this many times the usual, are a recovery. */
const CALM_ANSWERS = 10;
const CALM_FACTOR = 3;
const MIN_CALM_MS = 50;

/** Three times as many requests as the service can answer; then seconds until a page takes as long as before. */
export async function measureOverload(url: string, requests: LoadRequest[]): Promise<Figure> {
  const capacity = await load({ url, requests, connections: CONNECTIONS, seconds: 4 });
  const usualMs = await timePage(url, requests[0]!);
  const flood = load({
    url,
    requests,
    connections: OVERLOAD_CONNECTIONS,
    seconds: SECONDS,
    requestsPerSecond: Math.ceil(capacity.answeredPerSecond * OVERLOAD),
  });
  await pause((SECONDS * 1000) / 2);
  const healthMs = await timePage(url, { path: '/healthz', headers: {} });
  const report = await flood;
  const seconds = await untilCalm(url, requests[0]!, Math.max(MIN_CALM_MS, usualMs * CALM_FACTOR));
  console.log(
    `overload: ${JSON.stringify({ capacity: Math.round(capacity.answeredPerSecond), ...report, healthMs: Math.round(healthMs) })}`,
  );
  return ceilingFigure('recovery after three times the load, s', seconds, usualMs / 1000, {
    max: MAX_RECOVERY_SECONDS,
    unit: 's',
  });
}

async function untilCalm(url: string, request: LoadRequest, calmMs: number): Promise<number> {
  const startedAt = performance.now();
  for (let calm = 0, calmSince = startedAt; ;) {
    const takenMs = await timePage(url, request).catch(() => Infinity);
    if (takenMs > calmMs) [calm, calmSince] = [0, performance.now()];
    else calm += 1;
    if (calm === CALM_ANSWERS) return (calmSince - startedAt) / 1000;
    if (performance.now() - startedAt > 60_000) return 60;
    await pause(20);
  }
}

async function timePage(url: string, { path, headers }: LoadRequest): Promise<number> {
  const startedAt = performance.now();
  const answer = await fetch(url + path, { headers });
  await answer.text();
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}.`);
  return performance.now() - startedAt;
}
