import type { SandboxControl } from '../../src/sandbox/justworks/control/control.ts';
import type { MemberView } from '../../src/sandbox/justworks/control/views.ts';
import type { MemberInput } from '../../src/sandbox/justworks/company/roster.ts';
import { linkByConsent, startApiService } from './consent.ts';
import type { ReceivedEvent } from './webhook-receiver.ts';
import {
  finishLink,
  inviteServiceAccount,
  listAll,
  startLink,
  syncNow,
  type LinkedEmployer,
  type WholeService,
  type WholeServiceOptions,
} from './whole-service.ts';

export const ROUTES = ['service_account', 'oauth'] as const;
export type Route = (typeof ROUTES)[number];

type Row = Record<string, unknown> & { id: string };

/** What a webhook says of a record. */
interface Told {
  type: string;
  id: string;
  changes: { field: string; before: unknown; after: unknown }[];
}

interface LinkedRosterOptions extends WholeServiceOptions {
  /** The partner is told of everybody whom the first reading finds; false unless given, for that is most of a test's work. */
  hearsLink?: boolean;
}

/** One employer, linked by one route, with what a partner sees of its people. */
export class LinkedRoster implements AsyncDisposable {
  readonly route: Route;
  readonly service: WholeService;
  readonly employer: LinkedEmployer;
  readonly control: SandboxControl;

  private constructor(route: Route, service: WholeService, employer: LinkedEmployer) {
    this.route = route;
    this.service = service;
    this.employer = employer;
    this.control = service.sandbox.control;
  }

  /** The employer is small: what a test needs of people it hires. `asks` stands in the link token's request. */
  static async start(
    route: Route,
    options: LinkedRosterOptions = {},
    asks: Record<string, unknown> = {},
  ): Promise<LinkedRoster> {
    const { hearsLink = false, ...rest } = options;
    const service = await startApiService({ companySize: 6, ...rest });
    if (!hearsLink) await subscribeTo(service, []);
    const employer = await (route === 'oauth'
      ? linkByConsent(service, undefined, asks)
      : linkByInvitation(service));
    await subscribeTo(service, ['*']);
    return new LinkedRoster(route, service, employer);
  }

  /** Somebody of whom the source knows what it usually does; `fields` say otherwise. */
  hire(firstName: string, fields: MemberInput = {}): MemberView {
    return this.control.hire({
      firstName,
      lastName: 'Quillfeather',
      workEmail: `${firstName.toLowerCase()}@employer.example`,
      personalEmail: `${firstName.toLowerCase()}@home.example`,
      dateOfBirth: '1985-04-12',
      startDate: '2026-02-02',
      jobTitle: 'Archivist',
      payType: 'Salary',
      payRate: '64000.00',
      payFrequency: 'Semimonthly',
      flsaStatus: 'Exempt',
      ...fields,
    });
  }

  /** Reads the source once, and gives what the partner was told of records meanwhile. */
  async sync(): Promise<Told[]> {
    // The source tells of its changes by itself; what it tells is over before we ask.
    await this.control.partnerWebhooks.drain();
    this.service.receiver.clear();
    await syncNow(this.service, this.employer);
    return this.service.receiver.events.filter(isAboutRecord).map(toTold);
  }

  async people(query = ''): Promise<Row[]> {
    return (await listAll(this.service, this.employer, 'employees', query)) as Row[];
  }

  /** The one person of this first name; throws where there are none or several. */
  async person(firstName: string): Promise<Row> {
    const found = (await this.people()).filter((one) => one['first_name'] === firstName);
    if (found.length !== 1) throw new Error(`${found.length} people are called ${firstName}.`);
    return found[0]!;
  }

  async record(model: string, id: unknown): Promise<Row> {
    const { body } = await this.service.api<Row>(
      'GET',
      `/api/hris/v1/${model}/${String(id)}?include_deleted_data=true`,
      { accountToken: this.employer.accountToken },
    );
    return body;
  }

  /** The oldest first. */
  async employmentsOf(person: Row): Promise<Row[]> {
    return Promise.all((person['employments'] as string[]).map((id) => this.record('employments', id)));
  }

  /** What waits for a person, as the partner reads it. */
  async openIssues(): Promise<string[]> {
    const { body } = await this.service.api<{ results: { code: string }[] }>(
      'GET',
      `/api/v1/issues?status=ONGOING&linked_account_id=${this.employer.linkedAccountId}`,
    );
    return body.results.map(({ code }) => code).sort();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve(this.service[Symbol.asyncDispose]());
  }
}

async function subscribeTo({ context: { db } }: WholeService, eventFilter: string[]): Promise<void> {
  await db.updateTable('webhook_endpoints').set({ event_filter: eventFilter }).execute();
}

async function linkByInvitation(service: WholeService): Promise<LinkedEmployer> {
  const modal = await startLink(service);
  await modal.chooseMethod('service_account');
  return finishLink(service, modal, await inviteServiceAccount(service, modal));
}

/** Not what only one of the routes reads beside people: pay and time off. */
export const isAboutPeople = ({ type }: Told) => /^(employee|employment)\./.test(type);

const isAboutRecord = ({ type }: ReceivedEvent) => /\.(created|updated|deleted)$/.test(type);

function toTold({ type, data }: ReceivedEvent): Told {
  const { id } = data['record'] as { id: string };
  return { type, id, changes: (data['changes'] ?? []) as Told['changes'] };
}
