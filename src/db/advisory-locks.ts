/** Every advisory lock of the service, so that two uses never share a number. */
export const ADVISORY_LOCKS = {
  /** One sweep of dead workers at a time; the others skip. */
  sweepDeadWorkers: 7_284_002,
} as const;
