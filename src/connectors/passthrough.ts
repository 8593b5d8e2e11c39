import type { SnapshotModel } from '../hris/snapshot.ts';
import type { ConnectorContext } from './connector-context.ts';
import type { RemoteGrant } from './remote-access.ts';

/** Reading of the source's own API, as it is. */
export interface Passthrough {
  /** Undefined: the path is not on the list of what may be asked. Without its query. */
  findPlace(pathname: string): PassthroughPlace | undefined;
  /**
   * One GET under the grant; redirects are not followed. Statuses that speak of the request are answers, and so is a 403.
   * @throws ConnectorError grant_ended, rate_limited, source_unavailable, unexpected_page (too long, or not on the list)
   */
  get(context: ConnectorContext, grant: RemoteGrant, request: PassthroughRequest): Promise<PassthroughAnswer>;
}

export interface PassthroughPlace {
  /** `/v1/members/*` */
  pattern: string;
  /** Whose fields the answer shows. */
  shows: readonly SnapshotModel[];
}

export interface PassthroughRequest {
  /** With its query. */
  path: string;
  /** Lower-case names; the grant and what the client itself needs come on top. */
  headers: Readonly<Record<string, string>>;
  maxAnswerBytes: number;
}

export interface PassthroughAnswer {
  status: number;
  /** Undefined where the body is none of JSON. */
  json: unknown;
  /** Lower-case names; repeated ones joined. */
  headers: Record<string, string>;
}
