import type { SourceNames } from '../accounts/account-views.ts';
import type { Db } from '../db/client.ts';
import type { StoredEvent } from '../hris/told-events.ts';

export interface BodiesDeps {
  db: Db;
  connectors: SourceNames;
}

/** An event, and how its receiver wants to be told. */
export interface EventToTell extends StoredEvent {
  eventId: string;
  organizationId: string;
  /** API timestamp. */
  occurredAt: string;
  endpointId: string;
  url: string;
  format: 'standard' | 'merge';
  payload: 'full' | 'thin';
}
