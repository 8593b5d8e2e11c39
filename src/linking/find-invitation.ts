import type { MailRules } from '../connectors/contract.ts';
import { toDate } from '../db/client.ts';
import { AppError } from '../lib/app-error.ts';
import { DAY_MS } from '../lib/duration.ts';
import { applyFinding, type MailFinding } from './apply-mail-finding.ts';
import type { LinkingDeps } from './deps.ts';
import { findAuthenticDomain } from './inbound-mail/authenticate-message.ts';
import { createMailResolver } from './inbound-mail/mail-resolver.ts';
import { parseInThread } from './inbound-mail/parse-in-thread.ts';
import type { ParsedMessage } from './inbound-mail/parse-message.ts';
import { findUndecidedMessage, SEALED_MESSAGE, type InboundMessage } from './inbound-messages-store.ts';
import { describeMessage } from './message-shape.ts';

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
  const rules = await deps.connectors.get(account.integration).mailRules();
  const finding = await examine(deps, message, bytes, rules);
  await applyFinding(
    deps,
    job,
    isInvitationToReplaced(message, finding) ? { kind: 'no_invitation' } : finding,
  );
  deps.log.info({ ...job, finding: finding.kind }, 'message_examined');
}

/** The address that is being replaced is invited no more: its log-in is about to go. */
function isInvitationToReplaced(message: InboundMessage, finding: MailFinding): boolean {
  return message.is_to_replaced && finding.kind === 'invitation';
}

async function examine(
  deps: FindInvitationDeps,
  message: InboundMessage,
  bytes: Buffer,
  rules: MailRules,
): Promise<MailFinding> {
  try {
    const fromDomain = await authenticate(deps, message, bytes, rules);
    if (fromDomain === undefined) return { kind: 'not_authenticated' };
    return toFinding(await parseInThread(bytes), rules, fromDomain);
  } catch (error) {
    if (error instanceof AppError && error.code === 'message_malformed') return { kind: 'malformed' };
    if (error instanceof AppError && error.code === 'mail_dns_unavailable' && isOld(deps, message)) {
      return { kind: 'dns_unavailable' };
    }
    throw error;
  }
}

async function authenticate(
  deps: FindInvitationDeps,
  message: InboundMessage,
  bytes: Buffer,
  rules: MailRules,
): Promise<string | undefined> {
  const { smtp } = deps.config;
  return await findAuthenticDomain(
    bytes,
    {
      remoteIp: message.remote_ip,
      helo: message.helo,
      envelopeSender: message.envelope_sender,
      hostName: smtp.hostName,
    },
    createMailResolver(smtp.resolver),
    (domain) => rules.isSender(domain),
  );
}

function toFinding(message: ParsedMessage, rules: MailRules, fromDomain: string): MailFinding {
  const url = rules.findInvitationLink(message.links);
  if (url !== undefined) return { kind: 'invitation', url };
  const mailKind = rules.classify(message);
  if (mailKind !== 'other') return { kind: 'alert', alert: mailKind };
  const looksLikeInvitation = message.links.some(isLikeInvitation);
  if (!looksLikeInvitation && rules.findUnknownLinks(message.links).length === 0) {
    return { kind: 'no_invitation' };
  }
  return { kind: 'link_refused', looksLikeInvitation, shape: describeMessage(message, rules, fromDomain) };
}

/** An invitation that the exact rules refused (another host, two at once) is for a person to look at. */
function isLikeInvitation(link: string): boolean {
  return URL.canParse(link) && /invit/i.test(new URL(link).pathname);
}

function isOld(deps: FindInvitationDeps, message: InboundMessage): boolean {
  return deps.clock.now().getTime() - toDate(message.received_at).getTime() > MAX_DNS_WAIT_MS;
}
