import type { SessionView } from '../session-view.ts';

/** The person who is to go on, as typed. */
export interface AdminRecipient {
  name: string;
  email: string;
}

/** What the ways out of a wait ask of the service. */
export interface WaitingApi {
  sayInvitationSent(): Promise<SessionView>;
  /** A link by which somebody else goes on in this session. */
  copyAdminLink(): Promise<string>;
  mailAdminLink(recipient: AdminRecipient): Promise<SessionView>;
  /** The token of the link session that sets up another service account. */
  replaceServiceAccount(): Promise<string>;
  /**
   * News of the session, until the service or `signal` ends them.
   * @throws RequestFailed, LinkRefused
   */
  openEvents(signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
}

type Post = <Answer>(path: string, body?: object) => Promise<Answer>;

export function createWaitingApi(post: Post): Omit<WaitingApi, 'openEvents'> {
  return {
    sayInvitationSent: () => post('/invitation-sent'),
    copyAdminLink: async () => (await post<{ magic_link_url: string }>('/admin-link')).magic_link_url,
    mailAdminLink: ({ name, email }) => post('/admin-link-mails', { name, email }),
    replaceServiceAccount: async () =>
      (await post<{ link_token: string }>('/replace-service-account')).link_token,
  };
}
