import { addMs } from '../lib/duration.ts';
import { systemClock, type Clock } from '../lib/clock.ts';

/** Real time, moved forward by whoever plays with the sandbox. */
export class MovableClock implements Clock {
  private aheadMs = 0;

  now(): Date {
    return addMs(systemClock.now(), this.aheadMs);
  }

  advance(ms: number): void {
    this.aheadMs += ms;
  }
}
