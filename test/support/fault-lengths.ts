/** `npm run test:soak` takes the lengths of production; `npm test` has seconds where those have minutes. */
const isSoak = process.env['MUSTER_SOAK'] === 'yes';

/** Where it is the number of faults that counts. */
export const SHORT_LENGTHS = { leaseSeconds: 1, deadAfterSeconds: 2, tickSeconds: 1, frozenMs: 4_000 };

/** How long workers in processes of their own keep what they hold, and how long the tests freeze them. */
export const LENGTHS = isSoak
  ? { leaseSeconds: 45, deadAfterSeconds: 45, tickSeconds: 5, frozenMs: 120_000 }
  : SHORT_LENGTHS;

/** The work of a dead worker is done by another one within this time, start of a process and work included. */
export const RESCUE_MS = 90_000;

/** So many accounts meet a storm of the source. */
export const STORM_ACCOUNTS = isSoak ? 100 : 8;

/** So many workers die between a change and its delivery. */
export const WEBHOOK_KILLS = isSoak ? 100 : 6;

/** So many deliveries eight workers race for. */
export const RACED_DELIVERIES = isSoak ? 5000 : 800;

/** The time that one place of a test may take. */
export const PLACE_MS = RESCUE_MS + LENGTHS.frozenMs + 30_000;
