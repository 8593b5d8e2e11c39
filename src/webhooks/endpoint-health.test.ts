import { describe, expect, it } from 'vitest';
import { addMs, DAY_MS } from '../lib/duration.ts';
import { judgeEndpoint, OPENS_AT, type EndpointHealth, type SeenAttempt } from './endpoint-health.ts';

const now = new Date('2026-11-22T04:00:00Z');
const well: EndpointHealth = { failingSince: null, failureStreak: 0, pausedUntil: null };
const success: SeenAttempt = { verdict: 'succeeded', isAnswered: true };
const refusal: SeenAttempt = { verdict: 'failed', isAnswered: true };
const silence: SeenAttempt = { verdict: 'failed', isAnswered: false };
const times = (count: number, attempt: SeenAttempt) => Array<SeenAttempt>(count).fill(attempt);

/** Seconds of the pause after one more silence at its end. */
function pauseAfterSilence(before: EndpointHealth): { health: EndpointHealth; seconds: number | null } {
  const at = before.pausedUntil ?? now;
  const health = judgeEndpoint(before, [silence], at);
  return { health, seconds: health.pausedUntil && (health.pausedUntil.getTime() - at.getTime()) / 1000 };
}

describe('judgeEndpoint', () => {
  it('pauses 5 s after five silences in a row, then twice as long each time, up to 5 minutes', () => {
    let health = well;
    const pauses: (number | null)[] = [];
    for (let n = 0; n < 13; n += 1) {
      const after = pauseAfterSilence(health);
      health = after.health;
      pauses.push(after.seconds);
    }
    expect(pauses).toEqual([null, null, null, null, 5, 10, 20, 40, 80, 160, 300, 300, 300]);
  });

  it('counts what was under way when the pause began once', () => {
    expect(judgeEndpoint(well, times(50, silence), now)).toMatchObject({
      failureStreak: OPENS_AT,
      pausedUntil: addMs(now, 5000),
      failingSince: now,
    });
  });

  it.each([
    ['a success', success, null],
    ['an answer that is a failure', refusal, now],
  ])('%s ends the pause', (_, attempt, failingSince) => {
    const open = judgeEndpoint(well, times(OPENS_AT, silence), now);
    expect(judgeEndpoint(open, [attempt], now)).toMatchObject({
      failureStreak: 0,
      pausedUntil: null,
      failingSince,
    });
  });

  it('disables after five days of nothing but failures, and not a moment before', () => {
    const failing = { ...well, failingSince: addMs(now, -5 * DAY_MS) };
    expect(judgeEndpoint(failing, [refusal], now).disabledReason).toBe('failing');
    expect(judgeEndpoint(failing, [refusal], addMs(now, -1)).disabledReason).toBeNull();
    expect(judgeEndpoint(failing, [success, refusal], now)).toMatchObject({
      disabledReason: null,
      failingSince: now,
    });
  });

  it('410 disables at once', () => {
    expect(judgeEndpoint(well, [success, { verdict: 'gone', isAnswered: true }], now).disabledReason).toBe(
      'gone',
    );
  });
});
