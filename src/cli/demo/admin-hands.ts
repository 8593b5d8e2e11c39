import { request } from 'undici';

// The form's labels, as the modal repeats them, and the names of the inputs behind them.
const INPUT_NAMES: Record<string, string> = {
  'Member Type': 'memberType',
  'Admin Access': 'adminAccess',
  'First Name': 'firstName',
  'Last Name': 'lastName',
  Title: 'title',
  Manager: 'manager',
  Department: 'department',
  Office: 'office',
  'Start Date': 'startDate',
  'Work Email': 'workEmail',
};

/** What a person enters for one line of the modal's guide; a value in parentheses says that nothing is needed. */
function fillField(field: { label: string; value: string }): [string, string][] {
  if (field.label === 'Send Invitation to') {
    const [to, when] = field.value.split(', ');
    return [
      ['sendInvitationTo', to!],
      ['sendInvitation', when!],
    ];
  }
  const name = INPUT_NAMES[field.label];
  if (!name) throw new Error(`The form of the simulated Justworks has no field "${field.label}".`);
  return field.value.startsWith('(') ? [] : [[name, field.value]];
}

/**
 * The employer's admin, played over HTTP: the same forms of the simulated Justworks that a person fills in. Nothing of
 * the service is bypassed.
 */
export class AdminHands {
  readonly #sandboxUrl: string;

  constructor(sandboxUrl: string) {
    this.#sandboxUrl = sandboxUrl;
  }

  /** Adds the service account with the values that the modal shows; the invitation goes out at once. Returns its id. */
  async addThirdParty(form: readonly { label: string; value: string }[]): Promise<string> {
    const location = await this.#submit('/admin/third-party', form.flatMap(fillField));
    const id = /\/admin\/third-party\/([^/?#]+)/.exec(location)?.[1];
    if (!id)
      throw new Error(`The simulated Justworks did not say where the new third party is (${location}).`);
    return id;
  }

  async grantPermissions(thirdPartyId: string, permissions: string[]): Promise<void> {
    await this.#submit(
      `/admin/third-party/${thirdPartyId}/permissions`,
      permissions.map((permission) => ['permission', permission] as [string, string]),
    );
  }

  async hire(person: Record<string, string>): Promise<void> {
    await this.#submit('/admin/employees', Object.entries(person));
  }

  async changeEmployee(id: string, change: Record<string, string>): Promise<void> {
    await this.#submit(`/admin/employees/${id}`, Object.entries(change));
  }

  async scheduleTermination(id: string, date: string): Promise<void> {
    await this.#submit(`/admin/employees/${id}/termination`, [['date', date]]);
  }

  async listMembers(): Promise<{ id: string; workEmail: string | null }[]> {
    const answer = await request(`${this.#sandboxUrl}/control/state`);
    return ((await answer.body.json()) as { members: { id: string; workEmail: string | null }[] }).members;
  }

  /** Signs in at the source's own page, reads what the app asks for, authorizes it, and follows the browser back to us. */
  async authorize(authorizationUrl: string): Promise<void> {
    const answer = await request(authorizationUrl);
    const consent = /name="request" value="([^"]+)"/.exec(await answer.body.text())?.[1];
    if (!consent) throw new Error('The simulated Justworks showed no page to sign in on.');
    const { userName, password } = await this.#findAdmin();
    const step = (name: string, fields: [string, string][]) =>
      this.#submit(`/oauth/authorize/${name}`, [['request', consent], ...fields]);
    await step('sign-in', [
      ['username', userName],
      ['password', password],
    ]);
    await step('next', []);
    const callback = await step('decision', [
      ['acknowledged', 'yes'],
      ['decision', 'authorize'],
    ]);
    const landed = await request(callback);
    await landed.body.dump();
    if (landed.statusCode >= 400)
      throw new Error(`The way back from the consent answered ${landed.statusCode}.`);
  }

  async #findAdmin(): Promise<{ userName: string; password: string }> {
    const answer = await request(`${this.#sandboxUrl}/control/employer-admins`);
    const { admins } = (await answer.body.json()) as { admins: { userName: string; password: string }[] };
    return admins[0]!;
  }

  /** Sends a form as a browser would; returns where the answer leads. */
  async #submit(path: string, fields: [string, string][]): Promise<string> {
    const answer = await request(`${this.#sandboxUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    });
    await answer.body.dump();
    if (answer.statusCode >= 400)
      throw new Error(`The simulated Justworks answered ${answer.statusCode} to ${path}.`);
    return String(answer.headers.location ?? '');
  }
}
