/** Every advisory lock of the service, so that two uses never share a number. */
export const ADVISORY_LOCKS = {
  /** One migrator at a time. */
  migrate: 7_284_001,
  /** One sweep of dead workers at a time; the others skip. */
  sweepDeadWorkers: 7_284_002,
  /** One fan-out of the outbox at a time; the others skip. */
  dispatchOutbox: 7_284_003,
} as const;
