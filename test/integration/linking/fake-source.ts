import type {
  CapabilityDefinition,
  CapabilityState,
  ConnectionMethod,
  Connector,
  ConnectorContext,
  InspectionFinding,
  MailKind,
  MailRules,
  OverridePatch,
  PeopleCount,
  RemoteAccount,
  RemoteGrant,
  RemoteSession,
  SignIn,
  SignInStep,
  SourceEvent,
  SourceWebhooks,
} from '../../../src/connectors/contract.ts';
import { ConnectorError } from '../../../src/connectors/errors.ts';
import { AppError, invalidInput } from '../../../src/lib/app-error.ts';
import { FakeOauth } from './fake-oauth.ts';

export const SOURCE_DOMAIN = 'source.example';
export const SOURCE_HOST = 'secure.source.example';

/** What a test lets happen at a step: before it takes effect at the source, or after. */
export type Disturbance = { at: `before:${SourceStep}` | `after:${SourceStep}`; error: Error };
export type SourceStep =
  | 'read'
  | 'accept'
  | 'sign_in'
  | 'confirm'
  | 'code'
  | 'open'
  | 'probe'
  | 'count'
  | 'list'
  | 'exchange'
  | 'refresh'
  | 'revoke';

/** Stands for a process that died: no error of the connector, so that nothing may be concluded from it. */
export class Killed extends Error {}

/** A source in memory that keeps what a real one would keep, and counts what it was asked. */
export class FakeSource {
  invitations = new Map<string, { state: 'open' | 'used' | 'expired'; companyId: string }>();
  companies = new Map([['company_1', 'Acme, Inc.']]);
  companyId = 'company_1';
  password: string | null = null;
  authenticator: string | null = null;
  granted = new Map<string, CapabilityState>([
    ['employee_census', 'granted'],
    ['company_settings', 'granted'],
    ['members', 'granted'],
  ]);
  methods: ConnectionMethod[] = ['service_account'];
  /** Null: it does not tell. */
  size: PeopleCount | null = null;
  /** People of the employer who have a log-in of their own. */
  logIns = new Map<
    string,
    { password: string; secret: string; companyIds: string[]; /** Whatever is asked for. */ enters?: string }
  >();
  /** Each log-in that was tried, as it was given. */
  tried: { userName: string; password: string; secret: string | null }[] = [];
  taxIds = new Map<string, string>();
  oauth = new FakeOauth((step, effect) => this.step(step, effect));
  disturbances: Disturbance[] = [];
  calls: string[] = [];
  readOverrides: () => Promise<readonly OverridePatch[]> = () => Promise.resolve([]);
  #offered = 0;

  invite(token: string, companyId = 'company_1'): string {
    const url = `https://${SOURCE_HOST}/invitations/${token}`;
    this.invitations.set(url, { state: 'open', companyId });
    return url;
  }

  count(step: SourceStep): number {
    return this.calls.filter((call) => call === step).length;
  }

  disturb(at: Disturbance['at'], error: Error = new Killed(at)): void {
    this.disturbances.push({ at, error });
  }

  /** Runs a step with the disturbances that the test asked for; each happens once. */
  async step<T>(step: SourceStep, effect: () => T): Promise<T> {
    this.calls.push(step);
    this.#throwIfDisturbed(`before:${step}`);
    const result = effect();
    this.#throwIfDisturbed(`after:${step}`);
    return await Promise.resolve(result);
  }

  nextSecret(): string {
    this.#offered += 1;
    return `SECRET${'ABCDEFGH'[this.#offered]}`.padEnd(32, 'A');
  }

  #throwIfDisturbed(at: Disturbance['at']): void {
    const index = this.disturbances.findIndex((disturbance) => disturbance.at === at);
    if (index === -1) return;
    const [disturbance] = this.disturbances.splice(index, 1);
    throw disturbance!.error;
  }
}

const FINDING: InspectionFinding = {
  place: 'dashboard',
  kind: 'page',
  name: 'opened',
  result: 'matched',
  count: null,
};

/** Links lead to the source's own host, to those of the overrides, or to its help pages. */
function fakeMailRules(overrides: readonly OverridePatch[]): MailRules {
  const hosts = [SOURCE_HOST, ...overrides.flatMap((patch) => patch['linkHosts'] as string[])];
  const isInvitation = (link: string) =>
    hosts.some((host) => link.startsWith(`https://${host}/invitations/`));
  return {
    isSender: (domain) => domain === SOURCE_DOMAIN,
    findInvitationLink(links) {
      const found = links.filter(isInvitation);
      return found.length === 1 ? found[0] : undefined;
    },
    classify: ({ subject }) => KIND_OF_SUBJECT[subject ?? ''] ?? 'other',
    findUnknownLinks: (links) =>
      links.filter((link) => !isInvitation(link) && !link.startsWith('https://help.source.example/')),
  };
}

const KIND_OF_SUBJECT: Record<string, MailKind> = {
  'Reset your password': 'password_reset',
  'New sign-in': 'sign_in_alert',
  'Two-factor changed': 'authenticator_change',
  'Your password will expire': 'password_expiring',
};

export function createFakeConnector(source: FakeSource): Connector {
  return {
    slug: 'justworks',
    name: 'Justworks',
    get methods() {
      return source.methods;
    },
    capabilitiesOf: (method) =>
      method === 'oauth'
        ? API_CAPABILITIES
        : [
            {
              capability: 'employee_census',
              permissions: ['Manage employees', 'View all employee information'],
              unlocks: 'the roster',
              reason: 'People are read from the census.',
              fix: 'Company > Permissions',
              isRequired: true,
              feeds: ['employee'],
            },
            {
              capability: 'company_settings',
              permissions: ['Edit company settings'],
              unlocks: 'the company',
              reason: 'The company is read from its settings.',
              fix: 'Company > Permissions',
              isRequired: false,
              feeds: ['company'],
            },
          ],
    oauth: source.oauth.door(),
    sourceWebhooks: FAKE_WEBHOOKS,
    parseAuthenticatorSecret(text) {
      const secret = text.replaceAll(' ', '').toUpperCase();
      if (/^[A-Z2-7]{16,}$/.test(secret)) return secret;
      throw invalidInput('authenticator_secret_invalid', 'This is no setup key.');
    },
    listCompanies: (_context, access) =>
      source.step('list', () => {
        const ids = access.method === 'oauth' ? [] : (source.logIns.get(access.userName)?.companyIds ?? []);
        return ids.map((id) => ({ remoteCompanyId: id, name: source.companies.get(id)! }));
      }),
    readPasswordExpiry: () => Promise.resolve(null),
    renewPassword: () => Promise.resolve(),
    serviceAccountForm: ({ firstName, lastName, email }) => [
      { label: 'First Name', value: firstName, isCopyable: true },
      { label: 'Last Name', value: lastName, isCopyable: true },
      { label: 'Work Email', value: email, isCopyable: true },
    ],
    mailRules: async (draft) =>
      fakeMailRules([...(await source.readOverrides()), ...(draft === undefined ? [] : [draft])]),
    overrides: {
      check: (patch) =>
        Array.isArray(patch['linkHosts'])
          ? Promise.resolve()
          : Promise.reject(invalidInput('override_invalid', 'The override at /linkHosts is not valid.')),
      forLink: ({ host }) => ({ linkHosts: [host] }),
      forColumn: ({ report, role, header }) => Promise.resolve({ columns: [`${report}.${role}=${header}`] }),
    },
    inspect: async function* () {
      yield await source.step('open', () => FINDING);
    },
    readInvitation: (_context, url) =>
      source.step('read', () => {
        const invitation = source.invitations.get(url);
        if (!invitation) throw new ConnectorError('unexpected_page', 'There is no such invitation.');
        if (invitation.state !== 'open') return { state: invitation.state };
        return { state: 'open' as const, companyName: source.companies.get(invitation.companyId) ?? null };
      }),
    acceptInvitation: (_context, url, choice) =>
      source.step('accept', () => {
        const invitation = source.invitations.get(url)!;
        if (invitation.state === 'used') throw new ConnectorError('invitation_used', 'It was used.');
        invitation.state = 'used';
        source.companyId = invitation.companyId;
        source.password = choice.password;
        source.authenticator = null;
      }),
    startSignIn: (_context, account) => source.step('sign_in', () => signIn(source, account)),
    openRemoteSession: async (context, access) => {
      if (access.method === 'oauth') return await openByGrant(source, context, access);
      return await source.step('open', () =>
        access.method === 'credentials' ? openByLogIn(source, access) : openByServiceAccount(source, access),
      );
    },
  };
}

function openByServiceAccount(source: FakeSource, account: RemoteAccount): RemoteSession {
  if (account.password !== source.password) throw new ConnectorError('bad_credentials', 'Refused.');
  if (account.authenticatorSecret !== source.authenticator) {
    throw new ConnectorError('code_refused', 'Refused.');
  }
  return remoteSession(source, source.companyId);
}

/** What is saved of the remote session is the company that it is in, for good. */
async function openByLogIn(source: FakeSource, account: RemoteAccount): Promise<RemoteSession> {
  const { userName, password, authenticatorSecret, companyId } = account;
  source.tried.push({ userName, password, secret: authenticatorSecret });
  const logIn = source.logIns.get(userName);
  if (logIn?.password !== password) throw new ConnectorError('bad_credentials', 'Refused.');
  if (logIn.secret !== authenticatorSecret) throw new ConnectorError('code_refused', 'Refused.');
  const [only, ...others] = logIn.companyIds;
  if (companyId === null && others.length > 0) throw new ConnectorError('company_choice_needed', 'Several.');
  if (companyId !== null && !logIn.companyIds.includes(companyId)) {
    throw new ConnectorError('wrong_company', 'Not of this log-in.');
  }
  const entered = logIn.enters ?? (await account.loadRemoteSession()) ?? companyId ?? only!;
  await account.saveRemoteSession(entered);
  return remoteSession(source, entered);
}

async function openByGrant(
  source: FakeSource,
  context: ConnectorContext,
  grant: RemoteGrant,
): Promise<RemoteSession> {
  const token = await grant.accessToken();
  const now = context.clock.now();
  const isKnown = source.oauth.findCompany(token, now) !== undefined;
  const good = isKnown ? token : await grant.replaceToken(token);
  return await source.step('open', () => remoteSession(source, source.oauth.findCompany(good, now)!));
}

const API_CAPABILITIES: CapabilityDefinition[] = [
  {
    capability: 'members',
    permissions: ['member.basic:read'],
    unlocks: 'the roster',
    reason: 'People are read from the API.',
    fix: 'Agree to it.',
    isRequired: true,
    feeds: ['employee'],
  },
];

/** Signed when the header says so. */
const FAKE_WEBHOOKS: SourceWebhooks = {
  read({ headers, body }) {
    if (headers['x-signature'] !== 'good') {
      throw new AppError('unauthenticated', 'signature_invalid', 'The signature is wrong.');
    }
    return JSON.parse(body.toString('utf8')) as SourceEvent;
  },
};

function signIn(source: FakeSource, account: RemoteAccount): SignIn {
  if (source.password === null || account.password !== source.password) {
    throw new ConnectorError('bad_credentials', 'Refused.');
  }
  const step: SignInStep = source.authenticator
    ? { step: 'code_required' }
    : { step: 'enrollment_offered', secret: source.nextSecret() };
  return {
    step,
    async submitCode(secret, isEnrollment) {
      await source.step(isEnrollment ? 'confirm' : 'code', () => {
        if (isEnrollment) source.authenticator = secret;
        else if (secret !== source.authenticator) throw new ConnectorError('code_refused', 'Refused.');
      });
      await account.saveRemoteSession('signed-in');
    },
  };
}

function remoteSession(source: FakeSource, companyId: string): RemoteSession {
  return {
    readCompany: () =>
      Promise.resolve({
        remoteCompanyId: companyId,
        name: source.companies.get(companyId)!,
      }),
    readTaxId: () => Promise.resolve(source.taxIds.get(companyId) ?? null),
    probe: (capability) => source.step('probe', () => source.granted.get(capability) ?? 'unknown'),
    countPeople: () => source.step('count', () => source.size),
    readRoster: () => {
      throw new Error('Linking reads no roster.');
    },
  };
}
