import type { Connector } from '../connectors/contract.ts';
import { toDate } from '../db/client.ts';
import { AppError } from '../lib/app-error.ts';
import { DAY_MS } from '../lib/duration.ts';
import { applyFinding, type MailFinding } from './apply-mail-finding.ts';
import type { LinkingDeps } from './deps.ts';
import { isAuthenticInvitationMail } from './inbound-mail/authenticate-message.ts';
import { extractLinks } from './inbound-mail/extract-links.ts';
import { createMailResolver } from './inbound-mail/mail-resolver.ts';
import { findUndecidedMessage, SEALED_MESSAGE, type InboundMessage } from './inbound-messages-store.ts';

/** Name servers that fail this long are not waited for. */
const MAX_DNS_WAIT_MS = DAY_MS;

export type FindInvitationDeps = Pick<
  LinkingDeps,
  'db' | 'vault' | 'clock' | 'log' | 'connectors' | 'config'
>;

/**
 * Looks into one message: is it from whom it says, and is the invitation in it? What was found is applied in one
 * transaction. Run again for a message that is decided, it does nothing.
 * @throws AppError unavailable (the job is tried again) when a name server failed or the session is being worked on.
 */
export async function findInvitation(
  deps: FindInvitationDeps,
  job: { linkedAccountId: string; messageId: string },
): Promise<void> {
  const message = await findUndecidedMessage(deps.db, job);
  if (!message?.sealed_message) return;
  const bytes = await deps.vault.unseal(
    deps.db,
    { linkedAccountId: job.linkedAccountId },
    SEALED_MESSAGE,
    message.sealed_message,
  );
  const account = await deps.db
    .selectFrom('linked_accounts')
    .select('integration')
    .where('id', '=', job.linkedAccountId)
    .executeTakeFirstOrThrow();
  const finding = await examine(deps, message, bytes, deps.connectors.get(account.integration));
  await applyFinding(deps, job, finding);
  deps.log.info({ ...job, finding: finding.kind }, 'message_examined');
}

async function examine(
  deps: FindInvitationDeps,
  message: InboundMessage,
  bytes: Buffer,
  connector: Connector,
): Promise<MailFinding> {
  try {
    if (!(await isAuthentic(deps, message, bytes, connector))) return { kind: 'not_authenticated' };
    return findLink(await extractLinks(bytes), connector);
  } catch (error) {
    if (error instanceof AppError && error.code === 'message_malformed') return { kind: 'malformed' };
    if (error instanceof AppError && error.code === 'mail_dns_unavailable' && isOld(deps, message)) {
      return { kind: 'dns_unavailable' };
    }
    throw error;
  }
}

async function isAuthentic(
  deps: FindInvitationDeps,
  message: InboundMessage,
  bytes: Buffer,
  connector: Connector,
): Promise<boolean> {
  const { smtp } = deps.config;
  return await isAuthenticInvitationMail(
    bytes,
    {
      remoteIp: message.remote_ip,
      helo: message.helo,
      envelopeSender: message.envelope_sender,
      hostName: smtp.hostName,
    },
    createMailResolver(smtp.resolver),
    (domain) => connector.isInvitationSender(domain),
  );
}

function findLink(links: readonly string[], connector: Connector): MailFinding {
  const url = connector.findInvitationLink(links);
  if (url !== undefined) return { kind: 'invitation', url };
  return { kind: links.some(looksLikeInvitation) ? 'link_refused' : 'no_invitation' };
}

/** An invitation that the exact rules refused (another host, two at once) is for a person to look at. */
function looksLikeInvitation(link: string): boolean {
  return URL.canParse(link) && /invit/i.test(new URL(link).pathname);
}

function isOld(deps: FindInvitationDeps, message: InboundMessage): boolean {
  return deps.clock.now().getTime() - toDate(message.received_at).getTime() > MAX_DNS_WAIT_MS;
}
