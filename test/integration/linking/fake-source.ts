import type {
  CapabilityState,
  Connector,
  ConnectorContext,
  RemoteAccount,
  RemoteSession,
  SignIn,
  SignInStep,
} from '../../../src/connectors/contract.ts';
import { ConnectorError } from '../../../src/connectors/errors.ts';

export const SOURCE_DOMAIN = 'source.example';
export const SOURCE_HOST = 'secure.source.example';

/** What a test lets happen at a step: before it takes effect at the source, or after. */
export type Disturbance = { at: `before:${SourceStep}` | `after:${SourceStep}`; error: Error };
export type SourceStep = 'read' | 'accept' | 'sign_in' | 'confirm' | 'code' | 'open' | 'probe';

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
  ]);
  disturbances: Disturbance[] = [];
  calls: string[] = [];
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

export function createFakeConnector(source: FakeSource): Connector {
  return {
    slug: 'justworks',
    name: 'Justworks',
    capabilities: [
      {
        capability: 'employee_census',
        permissions: ['Manage employees', 'View all employee information'],
        unlocks: 'the roster',
        reason: 'People are read from the census.',
        fix: 'Company > Permissions',
        isRequired: true,
      },
      {
        capability: 'company_settings',
        permissions: ['Edit company settings'],
        unlocks: 'the company',
        reason: 'The company is read from its settings.',
        fix: 'Company > Permissions',
        isRequired: false,
      },
    ],
    serviceAccountForm: ({ firstName, lastName, email }) => [
      { label: 'First Name', value: firstName, isCopyable: true },
      { label: 'Last Name', value: lastName, isCopyable: true },
      { label: 'Work Email', value: email, isCopyable: true },
    ],
    isInvitationSender: (domain) => domain === SOURCE_DOMAIN,
    findInvitationLink(links) {
      const found = links.filter((link) => link.startsWith(`https://${SOURCE_HOST}/invitations/`));
      return found.length === 1 ? found[0] : undefined;
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
    openRemoteSession: (_context: ConnectorContext, account) =>
      source.step('open', () => {
        if (account.password !== source.password) throw new ConnectorError('bad_credentials', 'Refused.');
        if (account.authenticatorSecret !== source.authenticator)
          throw new ConnectorError('code_refused', 'Refused.');
        return remoteSession(source);
      }),
  };
}

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

function remoteSession(source: FakeSource): RemoteSession {
  return {
    readCompany: () =>
      Promise.resolve({ remoteCompanyId: source.companyId, name: source.companies.get(source.companyId)! }),
    probe: (capability) => source.step('probe', () => source.granted.get(capability) ?? 'unknown'),
    readRoster: () => {
      throw new Error('Linking reads no roster.');
    },
  };
}
