import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import nodemailer from 'nodemailer';
import { readLinkToken } from '../../../src/auth/link-tokens.ts';
import { refreshGrantOfJob, revokeGrant, type GrantJob } from '../../../src/accounts/index.ts';
import { createVault } from '../../../src/crypto/vault.ts';
import { parseKeyring } from '../../../src/crypto/keyring.ts';
import { newId } from '../../../src/lib/ids.ts';
import type { OutgoingMail } from '../../../src/lib/mailer.ts';
import type { LinkingDeps } from '../../../src/linking/deps.ts';
import {
  acceptInvitation,
  closeStaleSessions,
  exchangeOauthCode,
  findInvitation,
  lookAgainAtUnknownLinks,
  mailLateInvitation,
  recordConsent,
  sendAdminLink,
  startLinkSession,
  verifyPermissions,
  viewSession,
  type LinkSessionKey,
  type SessionView,
  type StartLinkSessionInput,
} from '../../../src/linking/index.ts';
import { startSmtpDoor, type SmtpDoor } from '../../../src/linking/inbound-mail/smtp-door.ts';
import { createOverrideReader } from '../../../src/overrides/index.ts';
import { confirmShownCompanies } from '../../support/confirm-companies.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { createFakeConnector, FakeSource, SOURCE_DOMAIN } from './fake-source.ts';
import { startMailDns, type MailDns } from './mail-dns.ts';
import { publishSourceKey, signMail, writeMail } from './signed-mail.ts';

export const MAIL_DOMAIN = 'link.muster.example';

export interface Job {
  task: string;
  payload: Record<string, string>;
}

/** Linking as a whole, on a real database, over real SMTP and DNS, with a source in memory. */
export class LinkingWorld implements AsyncDisposable {
  readonly database: TestDatabase;
  readonly dns: MailDns;
  readonly source = new FakeSource();
  readonly clock = new ManualClock();
  readonly mails: OutgoingMail[] = [];
  readonly logged: { fields: object; event: string }[] = [];
  readonly deps: LinkingDeps;
  readonly organizationId = newId();
  door: SmtpDoor | undefined;

  private constructor(database: TestDatabase, dns: MailDns) {
    this.database = database;
    this.dns = dns;
    this.deps = this.#createDeps();
  }

  static async create(): Promise<LinkingWorld> {
    const world = new LinkingWorld(await createTestDatabase(), await startMailDns());
    publishSourceKey(world.dns);
    world.source.readOverrides = () => createOverrideReader(world.db)('justworks');
    await world.addOrganization(world.organizationId);
    world.door = await startSmtpDoor(world.deps);
    return world;
  }

  get db() {
    return this.database.db;
  }

  async addOrganization(id: string): Promise<void> {
    await this.db
      .insertInto('organizations')
      .values({ id, name: 'Partner', service_first_name: 'Partner' })
      .execute();
  }

  async start(
    change: Partial<StartLinkSessionInput> = {},
  ): Promise<LinkSessionKey & { linkToken: string; email: string }> {
    const { linkToken } = await startLinkSession(this.deps, { ...this.startInput(), ...change });
    const key = await readLinkToken(this.deps.secrets.linkTokenKey, linkToken, this.clock);
    const view = await viewSession(this.deps, key);
    return { ...key, linkToken, email: view.service_account.email };
  }

  startInput(): StartLinkSessionInput {
    return {
      organizationId: this.organizationId,
      environment: 'test',
      endUserOriginId: 'employer-1',
      endUserOrganizationName: 'Acme',
      endUserEmailAddress: 'admin@acme.example',
      integration: null,
      linkExpiryMinutes: 30,
      shouldCreateMagicLinkUrl: false,
      connectionMethod: null,
      handover: null,
    };
  }

  view(key: LinkSessionKey): Promise<SessionView> {
    return viewSession(this.deps, key);
  }

  /** The admin agrees to what is shown at this moment. */
  async consent(key: LinkSessionKey, personName = 'Dana Whitfield'): Promise<SessionView> {
    const { consent } = await this.view(key);
    return await recordConsent(this.deps, {
      ...key,
      agreement: consent?.agreement ?? 'not asked for',
      personName,
    });
  }

  /** A session that has consented, and the invitation that was made for it. */
  async startAndConsent(change: Partial<StartLinkSessionInput> = {}) {
    const session = await this.start(change);
    await this.consent(session);
    return session;
  }

  /** From nothing to a linked account. */
  async link(token = 'first', change: Partial<StartLinkSessionInput> = {}) {
    const session = await this.startAndConsent(change);
    await this.mailInvitation(session.email, this.source.invite(token));
    await this.runJobs();
    return session;
  }

  async mailInvitation(to: string, links: string | string[], subject?: string): Promise<void> {
    await this.deliver(
      to,
      await signMail(writeMail({ to, links: [links].flat(), ...(subject ? { subject } : {}) })),
    );
  }

  /** Through the SMTP door; throws what the door answered. */
  async deliver(to: string | string[], raw: string): Promise<void> {
    const transport = nodemailer.createTransport({
      host: '127.0.0.1',
      port: this.door!.port,
      ignoreTLS: true,
    });
    try {
      await transport.sendMail({ envelope: { from: `bounce@${SOURCE_DOMAIN}`, to }, raw });
    } finally {
      transport.close();
    }
  }

  /** The admin of these stories says yes to each company that is shown; a story about that step sets it false. */
  confirmsCompanies = true;

  /** Takes linking's jobs off the queue and does them, until there are none. Throws the first error. */
  async runJobs(): Promise<void> {
    for (let job = await this.takeJob(); job; job = await this.takeJob()) await this.run(job);
  }

  async takeJob(): Promise<Job | undefined> {
    const { rows } = await sql<Job>`
      delete from graphile_worker._private_jobs job using graphile_worker._private_tasks task
       where task.id = job.task_id and job.id = (
         select min(j.id) from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
          where t.identifier in ('find_invitation', 'look_again_at_held_mail', 'accept_invitation', 'verify_permissions', 'mail_late_invitation',
            'send_admin_link', 'exchange_oauth_code', 'refresh_grant', 'revoke_grant'))
      returning task.identifier as task, job.payload`.execute(this.db);
    return rows[0];
  }

  async run(job: Job): Promise<void> {
    await this.#carryOut(job);
    if (this.confirmsCompanies) await confirmShownCompanies(this.deps);
  }

  async #carryOut({ task, payload }: Job): Promise<void> {
    const session = payload as { linkedAccountId: string; linkSessionId: string };
    if (task === 'find_invitation')
      await findInvitation(this.deps, payload as { linkedAccountId: string; messageId: string });
    else if (task === 'look_again_at_held_mail') await lookAgainAtUnknownLinks(this.deps);
    else if (task === 'accept_invitation') await acceptInvitation(this.deps, session);
    else if (task === 'verify_permissions') await verifyPermissions(this.deps, session);
    else if (task === 'send_admin_link')
      await sendAdminLink(this.deps, payload as { linkedAccountId: string; adminLinkId: string });
    else if (task === 'exchange_oauth_code') await exchangeOauthCode(this.deps, session);
    else if (task === 'refresh_grant') await refreshGrantOfJob(this.deps, payload as unknown as GrantJob);
    else if (task === 'revoke_grant') await revokeGrant(this.deps, payload as unknown as GrantJob);
    else await mailLateInvitation(this.deps, session);
  }

  /** Names of the jobs that wait, whoever's they are. */
  async waitingJobs(): Promise<string[]> {
    const { rows } = await sql<{ task: string }>`
      select task_identifier as task from graphile_worker.jobs order by id`.execute(this.db);
    return rows.map((row) => row.task);
  }

  closeStale(): Promise<void> {
    return closeStaleSessions(this.deps);
  }

  messages() {
    return this.db.selectFrom('inbound_messages').selectAll().orderBy('id').execute();
  }

  serviceAccount() {
    return this.db.selectFrom('service_accounts').selectAll().executeTakeFirstOrThrow();
  }

  account() {
    return this.db.selectFrom('linked_accounts').selectAll().executeTakeFirstOrThrow();
  }

  async openIssues(): Promise<string[]> {
    const rows = await this.db
      .selectFrom('issues')
      .select(['code', 'subject'])
      .where('status', '=', 'ONGOING')
      .execute();
    return rows.map((row) => `${row.code}:${row.subject}`);
  }

  /** Those of issues go with the issues. */
  async events(): Promise<string[]> {
    const rows = await this.db
      .selectFrom('outbox_events')
      .select('type')
      .where('type', 'not like', 'issue.%')
      .orderBy('id')
      .execute();
    return rows.map((row) => row.type);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.door?.close();
    await this.dns[Symbol.asyncDispose]();
    await this.database[Symbol.asyncDispose]();
  }

  #createDeps(): LinkingDeps {
    const connector = createFakeConnector(this.source);
    const note = (fields: object, event: string): void => void this.logged.push({ fields, event });
    return {
      db: this.database.db,
      clock: this.clock,
      log: { debug: note, info: note, warn: note, error: note },
      vault: createVault(parseKeyring(`k1:${randomBytes(32).toString('base64')}`)),
      connectors: {
        get(slug) {
          if (slug !== connector.slug) throw new Error('unknown');
          return connector;
        },
      },
      outbound: {
        request: () => Promise.reject(new Error('Linking calls the source through its connector alone.')),
      },
      mailer: { send: (mail) => Promise.resolve(void this.mails.push(mail)) },
      secrets: { linkTokenKey: randomBytes(32), logInKey: randomBytes(32) },
      config: {
        linking: {
          mailDomain: MAIL_DOMAIN,
          publicUrl: 'https://muster.example',
          leaseSeconds: 30,
          lateInvitationDays: 14,
          renewPasswordDaysBefore: 14,
          maxMessagesPerDay: 20,
        },
        smtp: {
          host: '127.0.0.1',
          port: 0,
          hostName: 'mx.muster.example',
          maxMessageBytes: 200_000,
          maxRecipients: 3,
          maxClients: 20,
          maxSessionSeconds: 20,
          certificateFiles: null,
          resolver: this.dns.address,
        },
        sync: {
          defaultIntervalSeconds: 3600,
          leaseSeconds: 45,
          maxAttempts: 3,
          payIntervalSeconds: 21_600,
          guards: {
            maxRemovedRatio: 0.2,
            maxRemovedCount: 3,
            maxTerminatedRatio: 0.5,
            maxTerminatedCount: 200,
            maxNulledRatio: 0.5,
          },
          budgets: { maxSignInsPerDay: 24, maxReportsPerDay: 600 },
          pacing: {
            maxOpenRunsPerSource: 200,
            maxBackOffSeconds: 6 * 3600,
            failuresUntilBreak: 5,
            breakerAccounts: 5,
            breakerRatio: 0.5,
            breakerWindowSeconds: 300,
            probeSeconds: 60,
            staleAfterSeconds: 7200,
          },
        },
      },
    };
  }
}
