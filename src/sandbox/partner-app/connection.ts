import { setTimeout as delay } from 'node:timers/promises';
import type { MusterClient } from './muster-client.ts';

/** What the product's tile shows of the connection. */
export interface ConnectionState {
  state: 'not connected' | 'connected' | 'attention';
  /** What went on last, in a sentence; null: nothing to say. */
  message: string | null;
  freshAsOf: string | null;
  nextSyncAt: string | null;
  /** What keeps people from being read until a person acts on it, as Muster says it. */
  issues: string[];
  /** How many things could be better in Justworks; nothing waits for them. */
  hints: number;
}

interface LinkedAccount {
  status: string;
  data_fresh_as_of: string | null;
  next_sync_at: string | null;
}

interface SyncRun {
  state: string;
  counts: Record<string, { added: number; updated: number; deleted: number }> | null;
  error_code: string | null;
}

interface ConnectionOptions {
  muster: MusterClient;
  employer: { originId: string; name: string; adminEmail: string };
  /** Something that the tile shows is another. */
  onChange: () => void;
}

const POLL_MS = 250;
const OPEN_STATES = ['queued', 'running'];
/** Issues about what Justworks says of people. */
const HINT_CODES = [
  'required_field_missing',
  'manager_unresolved',
  'manager_ambiguous',
  'manager_cycle',
  'organization_head_unknown',
  'unknown_words',
];
const NOT_CONNECTED = { state: 'not connected' as const, freshAsOf: null, nextSyncAt: null };

/** The product's one customer at Muster: holds the account token, and calls what the tile's buttons ask for. */
export class Connection {
  #account: { token: string; id: string } | undefined;
  #message: string | null = null;
  readonly #options: ConnectionOptions;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** @param handover of an employer who came from Justworks' Integrations Hub */
  createLinkToken(handover?: string): Promise<{ link_token: string }> {
    const { originId, name, adminEmail } = this.#options.employer;
    return this.#options.muster.post('/api/hris/v1/link-token', {
      end_user_origin_id: originId,
      end_user_organization_name: name,
      end_user_email_address: adminEmail,
      categories: ['hris'],
      ...(handover === undefined ? {} : { handover }),
    });
  }

  /** @returns the account token, which the product keeps */
  async exchange(publicToken: string): Promise<string> {
    const path = `/api/hris/v1/account-token/${publicToken}`;
    const { account_token: token, id } = await this.#options.muster.get<{
      account_token: string;
      id: string;
    }>(path);
    this.#account = { token, id };
    this.#say('Connected. The first sync is at work.');
    return token;
  }

  async describe(): Promise<ConnectionState> {
    const message = this.#message;
    if (!this.#account) return { ...NOT_CONNECTED, message, issues: [], hints: 0 };
    const path = `/api/v1/linked-accounts/${this.#account.id}`;
    const account = await this.#options.muster.get<LinkedAccount>(path);
    if (!['COMPLETE', 'RELINK_NEEDED'].includes(account.status))
      return { ...NOT_CONNECTED, message, issues: [], hints: 0 };
    const open = await this.#listIssues(path);
    const issues = open
      .filter(({ code }) => !HINT_CODES.includes(code))
      .map((issue) => issue.error_description);
    return {
      state: account.status === 'COMPLETE' && issues.length === 0 ? 'connected' : 'attention',
      message,
      freshAsOf: account.data_fresh_as_of,
      nextSyncAt: account.next_sync_at,
      issues,
      hints: open.length - issues.length,
    };
  }

  async listEmployees(): Promise<Record<string, unknown>[]> {
    if (!this.#account) return [];
    return this.#options.muster.listAll('/api/hris/v1/employees', this.#account.token);
  }

  /** Asks for a sync; the message says when it is over and what it came to. */
  async requestSync(): Promise<void> {
    const { id } = this.#linked();
    const run = await this.#options.muster.post<{ id: string | null }>(`/api/v1/linked-accounts/${id}/sync`);
    this.#say(
      run.id === null ? 'Justworks asked to wait; the sync follows by itself.' : 'A sync is at work.',
    );
    if (run.id !== null) void this.tellWhenOver(run.id);
  }

  /** The message says what the run came to, as soon as it is over. */
  async tellWhenOver(runId: string): Promise<void> {
    if (!this.#account) return;
    const path = `/api/v1/linked-accounts/${this.#account.id}/sync-runs/${runId}`;
    try {
      let run = await this.#options.muster.get<SyncRun>(path);
      while (OPEN_STATES.includes(run.state)) {
        await delay(POLL_MS);
        run = await this.#options.muster.get<SyncRun>(path);
      }
      this.#say(toCompletionMessage(run));
    } catch {
      this.#say('Muster does not answer.');
    }
  }

  async disconnect(): Promise<void> {
    await this.#options.muster.post(`/api/v1/linked-accounts/${this.#linked().id}/disconnect`);
    this.#say('Disconnected. Nothing is read any more, and our access is forgotten.');
  }

  /** The address of the employer's own page, for this person, for an hour. */
  async createManageLink(): Promise<string> {
    const path = `/api/v1/linked-accounts/${this.#linked().id}/employer-link`;
    const { url } = await this.#options.muster.post<{ url: string }>(path, { expires_in_minutes: 60 });
    return url;
  }

  async #listIssues(path: string): Promise<{ code: string; error_description: string }[]> {
    const query = 'status=ONGOING&is_muted=false&page_size=100';
    const page = await this.#options.muster.get<{ results: { code: string; error_description: string }[] }>(
      `${path}/issues?${query}`,
    );
    return page.results;
  }

  #linked(): { token: string; id: string } {
    if (!this.#account) throw new Error('No employer is connected.');
    return this.#account;
  }

  #say(message: string): void {
    this.#message = message;
    this.#options.onChange();
  }
}

function toCompletionMessage({ state, counts, error_code }: SyncRun): string {
  if (state === 'failed')
    return `The sync failed (${error_code ?? 'no reason given'}). The roster stays as it was.`;
  if (state === 'held') return 'The sync is held: what it read looks wrong. The roster stays as it was.';
  const { added = 0, updated = 0, deleted = 0 } = counts?.['employee'] ?? {};
  if (added + updated + deleted === 0) return 'Sync completed. Nobody has changed.';
  return `Sync completed: ${added} new, ${updated} changed, ${deleted} gone.`;
}
