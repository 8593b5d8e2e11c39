import { callJson } from './call-json.ts';

/** What the tour reads of a person at the source. */
export interface SourcePerson {
  id: string;
  firstName: string;
  lastName: string;
  workEmail: string | null;
  department: string;
  status: string;
  terminationDate: string | null;
}

interface SandboxState {
  today: string;
  members: SourcePerson[];
  thirdParties: { id: string; permissions: string[] }[];
}

/** Pulls the strings of the simulated Justworks over its control API. */
export class ControlHands {
  readonly #url: string;

  constructor(sandboxUrl: string) {
    this.#url = `${sandboxUrl}/control`;
  }

  state(): Promise<SandboxState> {
    return callJson<SandboxState>(`${this.#url}/state`);
  }

  hire(person: Record<string, string>): Promise<SourcePerson> {
    return this.#post<SourcePerson>('/hire', person);
  }

  async terminate(id: string, date: string): Promise<void> {
    await this.#post(`/employees/${id}/terminate`, { date });
  }

  async cancelTermination(id: string): Promise<void> {
    await this.#post(`/employees/${id}/cancel-termination`);
  }

  async addFault(fault: { fault: string; path?: string; ratio?: number }): Promise<void> {
    await this.#post('/faults', fault);
  }

  async clearFaults(): Promise<void> {
    await callJson(`${this.#url}/faults`, { method: 'DELETE' });
  }

  async revokePermission(thirdPartyId: string, permission: string): Promise<void> {
    await this.#post(`/third-party/${thirdPartyId}/permissions/revoke`, { permission });
  }

  async grantPermission(thirdPartyId: string, permission: string): Promise<void> {
    await this.#post(`/third-party/${thirdPartyId}/permissions/grant`, { permission });
  }

  #post<T>(path: string, body: object = {}): Promise<T> {
    return callJson<T>(`${this.#url}${path}`, { body });
  }
}
