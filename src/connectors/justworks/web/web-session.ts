import type { ConnectorContext, RemoteAccount } from '../../contract.ts';
import type { OutboundResponse } from '../../../lib/outbound-http.ts';
import type { PageContent } from './page.ts';
import type { Site } from './site-schema.ts';
import type { PageRequest } from './transport.ts';

export interface Page {
  url: URL;
  status: number;
  redirectTo: URL | null;
  content: PageContent;
}

/** Whose remote session it is. */
export type SessionOwner = Pick<RemoteAccount, 'companyId' | 'saveRemoteSession' | 'spend'>;

/** Our remote session at the web site. Errors carry names of pages, never their addresses. */
export interface WebRemoteSession {
  readonly site: Site;
  readonly context: ConnectorContext;
  /** Null where there is no log-in yet: an invitation is being accepted. */
  readonly owner: SessionOwner | null;
  /** One GET or POST, redirects not followed. */
  exchange(request: PageRequest): Promise<Page>;
  /** Follows redirects inside the allowed origins and paths. */
  follow(page: Page, subject: string): Promise<Page>;
  /**
   * A page that only a signed-in account sees. What stands before it is passed: an offer of a passkey, the choice of a
   * company. All pages of one remote session are of one company.
   * @throws ConnectorError signed_out, company_left, company_choice_needed, wrong_company, permission_missing, ...
   */
  open(path: string, subject: string, query?: Record<string, string>): Promise<Page>;
  /** Posts a form with the token of the page it stands on. */
  submit(from: Page, url: URL, fields: Record<string, string>, subject: string): Promise<Page>;
  /** The answer to a report's link, body unread. */
  download(url: URL, subject: string): Promise<OutboundResponse>;
  resolve(path: string, query?: Record<string, string>): URL;
  /** The time at the source, as far as its Date header lets us know. */
  sourceNow(): Date;
  /** What `createWebRemoteSession` takes to go on later. */
  toState(): string;
}
