/** Every advisory lock of the service, so that two uses never share a number. */
export const ADVISORY_LOCKS = {
  /** One sweep of dead workers at a time; the others skip. */
  sweepDeadWorkers: 7_284_002,
  /** Events get their places in the change feed one batch after another; the others wait. */
  dispatchOutbox: 7_284_051,
  /** One deletion of old events at a time; the others skip. */
  forgetOldEvents: 7_284_052,
  /** Base of the keys by which a run and the calendar write one account's people in turn; hashed with the account's id. */
  accountCalendar: 7_284_004,
  /** Base of the keys by which asking for a sync of an account and ending its run take turns; hashed with the account's id. */
  syncRequests: 7_284_072,
  /** One process at a time starts what is due; the others skip. */
  startDueRuns: 7_284_071,
} as const;
