const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** How long, in the largest unit that is not misleading, rounded up: nobody is asked back too early. */
export function toWait(ms: number, locale: string): string {
  const [unit, size] =
    ms <= 2 * MINUTE_MS
      ? (['second', 1000] as const)
      : ms <= 2 * HOUR_MS
        ? (['minute', MINUTE_MS] as const)
        : (['hour', HOUR_MS] as const);
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(
    Math.max(1, Math.ceil(ms / size)),
  );
}

/** The time of day; with the weekday where it is not today's. */
export function toTimeOfDay(timestamp: string, locale: string, now = new Date()): string {
  const at = new Date(timestamp);
  const isToday = at.toDateString() === now.toDateString();
  return at.toLocaleString(locale, {
    ...(isToday ? {} : { weekday: 'long' }),
    hour: 'numeric',
    minute: '2-digit',
  });
}

export function toDay(timestamp: string, locale: string): string {
  return new Date(timestamp).toLocaleDateString(locale, { day: 'numeric', month: 'long', year: 'numeric' });
}

/** Day and time of day, to the minute or to the second; null stays null. */
export function toMoment(
  timestamp: string | null,
  locale: string,
  precision: 'minute' | 'second' = 'minute',
): string | null {
  if (timestamp === null) return null;
  const timeStyle = precision === 'minute' ? 'short' : 'medium';
  return new Date(timestamp).toLocaleString(locale, { dateStyle: 'medium', timeStyle });
}
