import type { AuditActor } from '../audit/index.ts';
import type { Connector, OverridePatch } from '../connectors/contract.ts';
import { AppError, invalidInput, notFound } from '../lib/app-error.ts';
import { addOverride, type OverrideView } from '../overrides/index.ts';
import type { LinkingDeps } from './deps.ts';
import { findHeldMessage, type HeldMessageRow, type HeldScope } from './held-messages-store.ts';
import { parseInThread } from './inbound-mail/parse-in-thread.ts';
import { findHeldBytes, SEALED_MESSAGE } from './inbound-messages-store.ts';
import { toLinkPath } from './message-shape.ts';

export interface ApproveHeldMessageInput {
  scope: HeldScope;
  id: string;
  /** Null: the host of the only unknown place that the message links to. */
  linkHost: string | null;
  /** Null: the path that is known, or else the one that the message's link to the host has. */
  linkPath: string | null;
  reason: string;
  approvedBy: string;
  actor: AuditActor;
}

type Deps = Pick<LinkingDeps, 'db' | 'vault' | 'clock' | 'log' | 'connectors'>;

/**
 * Stores the override by which the message's link becomes an invitation link; the message is then looked at again.
 * Nothing is stored unless exactly one link of the message would pass with it.
 * @throws AppError not_found; conflict `message_not_approvable`, `link_not_found`; invalid_input `link_host_needed`, …
 */
export async function approveHeldMessage(deps: Deps, input: ApproveHeldMessageInput): Promise<OverrideView> {
  const message = await findHeldMessage(deps.db, input.scope, input.id);
  if (!message) throw notFound('held message');
  if (message.reason !== 'link_refused') throw notApprovable();
  const connector = deps.connectors.get(message.integration);
  const { links } = await parseInThread(await readBytes(deps, message));
  const unknown = (await connector.mailRules()).findUnknownLinks(links);
  const host = input.linkHost ?? onlyHost(unknown);
  const patch = await findPatch(connector, links, { host, path: input.linkPath, unknown });
  const { reason, approvedBy, actor } = input;
  return await addOverride(deps, {
    integration: message.integration,
    patch,
    reason,
    approvedBy,
    by: { organizationId: message.organization_id, actor },
  });
}

async function readBytes(deps: Deps, message: HeldMessageRow): Promise<Buffer> {
  const key = { linkedAccountId: message.linked_account_id, messageId: message.id };
  const sealed = await findHeldBytes(deps.db, key);
  if (!sealed) throw notFound('held message');
  return await deps.vault.unseal(deps.db, { linkedAccountId: key.linkedAccountId }, SEALED_MESSAGE, sealed);
}

/** The narrowest override first: the host alone, where its path is known. */
async function findPatch(
  connector: Connector,
  links: readonly string[],
  place: { host: string; path: string | null; unknown: readonly string[] },
): Promise<OverridePatch> {
  const paths = place.path === null ? [null, ...pathsOn(place.host, place.unknown)] : [place.path];
  for (const path of paths) {
    const patch = connector.overrides.forLink({ host: place.host, path });
    if ((await connector.mailRules(patch)).findInvitationLink(links) !== undefined) return patch;
  }
  throw new AppError(
    'conflict',
    'link_not_found',
    'With this host and path not exactly one link of the message would be an invitation. Look at its links and give both.',
  );
}

function pathsOn(host: string, unknown: readonly string[]): string[] {
  const urls = unknown.map((link) => URL.parse(link)).filter((url) => url?.hostname === host.toLowerCase());
  const paths = new Set(urls.map((url) => toLinkPath(url!.pathname)));
  // Of several places on one host a person must say which.
  return paths.size === 1 ? [...paths] : [];
}

function onlyHost(unknown: readonly string[]): string {
  const hosts = new Set(unknown.map((link) => URL.parse(link)?.hostname ?? ''));
  const [host] = hosts;
  if (hosts.size === 1 && host) return host;
  throw invalidInput(
    'link_host_needed',
    'The message links to several unknown hosts, or to none. Say which one is the invitation’s.',
  );
}

function notApprovable(): AppError {
  return new AppError(
    'conflict',
    'message_not_approvable',
    'This message is not held for its link, so no override would help.',
  );
}
