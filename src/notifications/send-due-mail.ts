import type { NotificationSettings, OutboundMailSettings } from '../config/config.ts';
import type { Db } from '../db/client.ts';
import { toError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { Mailer } from '../lib/mailer.ts';
import { claimDueMails, type ClaimedMail } from './claim-mails.ts';
import { toMailFailure, type MailFailure } from './mail-retries.ts';
import { recordMail } from './record-mail.ts';
import { toMessageId } from './message-id.ts';
import { writeMail } from './write-mail.ts';
import { writeOrganizationMail } from './write-organization-mail.ts';

const BATCH_SIZE = 10;
/** Longer than the relay may take for one mail. */
const LEASE_SECONDS = 120;

export interface SendDueMailDeps {
  db: Db;
  clock: Clock;
  log: Logger;
  mailer: Mailer;
  connectors: { get(integration: string): { name: string } };
  config: { notifications: NotificationSettings; outboundMail: OutboundMailSettings };
}

/**
 * Sends what is due until nothing is. Claims in one transaction, sends outside of any, records in another; any number may
 * run at once. A process that dies between sending and recording leaves a lease that runs out: the mail is sent again
 * under the same Message-ID.
 */
export async function sendDueMail(
  deps: SendDueMailDeps,
  options: { signal?: AbortSignal } = {},
): Promise<void> {
  for (;;) {
    if (options.signal?.aborted) return;
    const limits = { now: deps.clock.now(), limit: BATCH_SIZE, leaseSeconds: LEASE_SECONDS };
    const claimed = await claimDueMails(deps.db, limits);
    if (claimed.length === 0) return;
    await Promise.all(claimed.map((mail) => attempt(deps, mail)));
  }
}

/** Never rejects: one mail's trouble is not the others'. */
async function attempt(deps: SendDueMailDeps, mail: ClaimedMail): Promise<void> {
  const { account } = mail;
  const ids = {
    notification_mail_id: mail.id,
    linked_account_id: account?.linkedAccountId ?? null,
    kind: account?.kind ?? 'endpoint_disabled',
  };
  try {
    const failure = await send(deps, mail);
    const state = await recordMail(deps, mail, failure);
    if (state === 'given_up') deps.log.warn({ ...ids, failure: failure?.code }, 'notification_given_up');
    else deps.log.info({ ...ids, state, failure: failure?.code }, 'notification_attempted');
  } catch (thrown) {
    deps.log.error({ ...ids, error: toError(thrown) }, 'notification_not_recorded');
  }
}

async function send(deps: SendDueMailDeps, mail: ClaimedMail): Promise<MailFailure | null> {
  if (deps.mailer.isConfigured === false) return { code: 'mail_not_configured', isPermanent: true };
  const text = toText(deps, mail);
  try {
    await deps.mailer.send({
      to: mail.address,
      ...text,
      messageId: toMessageId(mail.id, deps.config.outboundMail.from),
      isAutomatic: true,
    });
    return null;
  } catch (thrown) {
    return toMailFailure(toError(thrown));
  }
}

function toText(deps: SendDueMailDeps, { account, content }: ClaimedMail): { subject: string; text: string } {
  if (account === null) return writeOrganizationMail(content);
  return writeMail(
    { ...account, content },
    {
      integration: deps.connectors.get(account.integration).name,
      link: deps.config.notifications.link,
    },
  );
}
