import { AppError, invalidInput } from '../../../lib/app-error.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../lib/duration.ts';
import { MovableClock } from '../../movable-clock.ts';
import { todayIn, type World } from '../world.ts';

export interface ClockView {
  now: string;
  /** In New York. */
  today: string;
  /** False where whoever started the sandbox keeps the clock. */
  isMovable: boolean;
}

/** How far, in any of these; or `to` which instant. */
export interface ClockStep {
  days?: number | undefined;
  hours?: number | undefined;
  minutes?: number | undefined;
  seconds?: number | undefined;
  to?: string | undefined;
}

export interface ClockControl {
  clock(): ClockView;
  /** Forward only: what happened stays in the past. */
  advanceClock(step: ClockStep): ClockView;
}

export function createClockControl(world: World): ClockControl {
  const view = () => {
    const isMovable = world.clock instanceof MovableClock;
    return { now: world.clock.now().toISOString(), today: todayIn(world), isMovable };
  };
  return {
    clock: view,
    advanceClock: (step) => {
      if (!(world.clock instanceof MovableClock)) {
        throw new AppError('conflict', 'clock_is_given', 'Whoever started this sandbox keeps its clock.');
      }
      world.clock.advance(lengthOf(step, world.clock.now()));
      return view();
    },
  };
}

function lengthOf({ days = 0, hours = 0, minutes = 0, seconds = 0, to }: ClockStep, now: Date): number {
  const sum = days * DAY_MS + hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS;
  const ms = to === undefined ? sum : Date.parse(to) - now.getTime();
  if (Number.isFinite(ms) && ms > 0) return ms;
  throw invalidInput(
    'invalid_field',
    'Say days, hours, minutes or seconds above 0, or a later instant as "to".',
  );
}
