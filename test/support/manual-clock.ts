import type { Clock } from '../../src/lib/clock.ts';

/** Time that moves only when the test says so. */
export class ManualClock implements Clock {
  #now: number;
  constructor(start: Date | string = new Date()) {
    this.#now = new Date(start).getTime();
  }
  now(): Date {
    return new Date(this.#now);
  }
  advance(ms: number): void {
    this.#now += ms;
  }
  set(instant: Date | string): void {
    this.#now = new Date(instant).getTime();
  }
}
