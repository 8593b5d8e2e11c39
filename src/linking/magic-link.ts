import { createLinkToken } from '../auth/link-tokens.ts';
import type { LinkingDeps } from './deps.ts';
import type { LinkSessionKey } from './link-sessions-store.ts';
import { toPageUrl } from './page-url.ts';

/** A new token of the link session, as the address that opens it for whoever has it until it expires. */
export async function writeMagicLink(
  deps: Pick<LinkingDeps, 'clock' | 'config' | 'secrets'>,
  key: LinkSessionKey,
  expiresAt: Date,
): Promise<string> {
  const token = await createLinkToken(deps.secrets.linkTokenKey, key, expiresAt, deps.clock);
  return toPageUrl(deps.config.linking.publicUrl, 'link', { organizationId: key.organizationId, token });
}
