/** A delivery as the API shows it: one event on its way to one endpoint, with what was tried. */
export interface DeliveryView {
  id: string;
  endpoint_id: string;
  event_id: string;
  event_type: string;
  /** Null: the event is about no account. */
  linked_account_id: string | null;
  state: 'pending' | 'succeeded' | 'failed';
  attempt_count: number;
  next_attempt_at: string | null;
  created_at: string;
  finished_at: string | null;
  attempts: AttemptView[];
}

export interface AttemptView {
  attempt_number: number;
  started_at: string;
  duration_ms: number;
  /** Null when no answer came. */
  status_code: number | null;
  /** What went wrong instead of an answer, e.g. `timeout`, `dns`, `refused_address`. */
  failure: string | null;
}

/** With what the receiver said: its beginning; null: nothing, or forgotten. */
export type DeliveryDetails = Omit<DeliveryView, 'attempts'> & {
  attempts: (AttemptView & { answer: string | null })[];
};
