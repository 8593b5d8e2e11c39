/** An endpoint as the API shows it. Its secret is in no view. */
export interface EndpointView {
  id: string;
  url: string;
  description: string | null;
  event_filter: string[];
  format: 'standard' | 'merge';
  payload: 'full' | 'thin';
  /** Null: all accounts of the organization. */
  linked_account_ids: string[] | null;
  /** Their values are in no view. */
  custom_header_names: string[];
  status: 'enabled' | 'disabled';
  /** `by_request`, `gone` (the receiver answered 410) or `failing` (only failures for five days). */
  disabled_reason: string | null;
  failing_since: string | null;
  created_at: string;
  modified_at: string;
}

/** Shown once, in the answer to the creation. */
export interface NewEndpointView extends EndpointView {
  secret: string;
}
