import { callJson } from '../call-json.ts';
import type { DemoPlaces } from '../demo-places.ts';
import { waitUntil } from '../wait-until.ts';

export interface InboxEntry {
  type: string;
  is_verified: boolean;
  data: Record<string, unknown>;
}

export interface Person {
  id: string;
  work_email: string | null;
}

export interface ShownTask {
  name: string;
  kind: string;
  day: string | null;
  state: string;
  reminded: string | null;
}

export interface ShownGroups {
  departments: { id: string; name: string }[];
  members: { employeeId: string; group: string }[];
}

export interface Run {
  id: string;
  state: string;
  counts: Record<string, { added: number; updated: number; deleted: number }> | null;
  findings: { code: string; detail: string }[];
}

const WAIT_MS = 60_000;
const OPEN_STATES = ['queued', 'running'];

/** The product as its pages show it, and its account as Muster tells of it to the product's key. */
export class ProductHands {
  readonly #demo: DemoPlaces;

  constructor(demo: DemoPlaces) {
    this.#demo = demo;
  }

  async createLinkToken(): Promise<string> {
    return (await this.#product<{ link_token: string }>('/connect', {})).link_token;
  }

  async handOver(publicToken: string): Promise<void> {
    await this.#product('/linked', { public_token: publicToken });
  }

  async connectionState(): Promise<{ state: string; issues: string[] }> {
    return this.#product('/connection.json');
  }

  async roster(): Promise<Person[]> {
    return (await this.#product<{ employees: Person[] }>('/roster.json')).employees;
  }

  groups(): Promise<ShownGroups> {
    return this.#product<ShownGroups>('/groups.json');
  }

  async setRule(departmentId: string, group: string): Promise<void> {
    await this.#product('/rules', { department_id: departmentId, group });
  }

  inbox(): Promise<InboxEntry[]> {
    return this.#product<InboxEntry[]>('/inbox.json');
  }

  /** Waits for an event that came after `start`, of which `isWanted` holds. */
  async waitForEvent(
    start: number,
    type: string,
    isWanted: (data: Record<string, unknown>) => boolean = () => true,
  ): Promise<Record<string, unknown>> {
    const find = async () =>
      (await this.inbox())
        .slice(start)
        .find((entry) => entry.is_verified && entry.type === type && isWanted(entry.data));
    return (await waitUntil(find, (entry) => entry !== undefined, `The webhook ${type}`, WAIT_MS))!.data;
  }

  /** Waits until the product has a task for the person in the state. */
  async waitForTask(name: string, kind: string, state: string): Promise<ShownTask> {
    const find = async () =>
      (await this.tasks()).find((task) => task.name === name && task.kind === kind && task.state === state);
    return (await waitUntil(find, (task) => task !== undefined, `A task ${kind} ${state}`, WAIT_MS))!;
  }

  async tasks(): Promise<ShownTask[]> {
    return (await this.#product<{ tasks: ShownTask[] }>('/tasks.json')).tasks;
  }

  async passDays(days: number): Promise<string> {
    return (await this.#product<{ today: string }>('/clock', { days })).today;
  }

  async today(): Promise<string> {
    return (await this.#product<{ today: string }>('/tasks.json')).today;
  }

  async mails(): Promise<{ subject: string }[]> {
    return (await this.#product<{ messages: { subject: string }[] }>('/mailbox')).messages;
  }

  /** Reads the source now, and waits until that is over. */
  async sync(): Promise<Run> {
    const path = await this.#accountPath();
    const { id } = await this.#muster<{ id: string | null }>(`${path}/sync`, {});
    if (id === null) throw new Error('Muster leaves the source alone for now.');
    return await this.waitForRun(id);
  }

  async release(runId: string): Promise<Run> {
    await this.#muster(`/api/v1/sync-runs/${runId}/release`, {});
    return await this.waitForRun(runId);
  }

  async waitForRun(id: string): Promise<Run> {
    const path = `${await this.#accountPath()}/sync-runs/${id}`;
    const isOver = ({ state }: Run) => !OPEN_STATES.includes(state);
    return waitUntil(() => this.#muster<Run>(path), isOver, 'The end of the sync', WAIT_MS);
  }

  async #accountPath(): Promise<string> {
    const { results } = await this.#muster<{ results: { id: string }[] }>(
      `/api/hris/v1/linked-accounts?end_user_origin_id=${this.#demo.employer.originId}`,
    );
    if (!results[0]) throw new Error('Muster knows no account of this employer.');
    return `/api/v1/linked-accounts/${results[0].id}`;
  }

  #product<T>(path: string, body?: object): Promise<T> {
    return callJson<T>(`${this.#demo.partnerUrl}${path}`, { body });
  }

  #muster<T>(path: string, body?: object): Promise<T> {
    const headers = { authorization: `Bearer ${this.#demo.apiKey}` };
    return callJson<T>(`${this.#demo.apiUrl}${path}`, { headers, body });
  }
}
