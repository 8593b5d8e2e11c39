/** The time that business rules see. Leases use the database's `now()` instead (design, ground decision 13). */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
