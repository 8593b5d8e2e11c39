import { createMusterLinkApi } from './create-api.ts';
import type { MusterLinkHandle, MusterLinkOptions } from './types/muster-link.d.ts';

/** What pages written for `window.MergeLink` hand over, as publicly documented. */
interface MergeLinkConfig {
  linkToken?: string;
  onSuccess?: (publicToken: string) => void;
  onExit?: () => void;
  onReady?: () => void;
  onValidationError?: (error: Error) => void;
  /** False: the public token is handed over when the modal is closed, not as soon as the account is linked. */
  shouldSendTokenOnSuccessfulLink?: boolean;
  /** Only needed when this script isn't loaded from the service. */
  tenantConfig?: { apiBaseURL?: string };
}

const musterLink = createMusterLinkApi();
let config: MergeLinkConfig = {};
let link: MusterLinkHandle | null = null;
/** Of an account that was linked, for a page that wants it when the modal is closed. */
let heldToken: string | null = null;

/** May be called again, with another token; only the last one counts. */
function initialize(given: MergeLinkConfig): void {
  config = given;
  link?.destroy();
  link = musterLink.create(toOptions(config));
  if (link.error) given.onValidationError?.(link.error);
  else given.onReady?.();
}

/** What is named here wins over what was initialized. */
function openLink(given: MergeLinkConfig = {}): void {
  config = { ...config, ...given };
  link ??= musterLink.create(toOptions(config));
  link.update(toOptions(config));
  link.open();
}

function toOptions(from: MergeLinkConfig): MusterLinkOptions {
  return {
    linkToken: from.linkToken,
    apiUrl: from.tenantConfig?.apiBaseURL,
    onSuccess(publicToken) {
      heldToken = publicToken;
      if (from.shouldSendTokenOnSuccessfulLink !== false) sendToken(from);
    },
    onExit() {
      sendToken(from);
      from.onExit?.();
    },
    onValidationError: from.onValidationError,
  };
}

function sendToken({ onSuccess }: MergeLinkConfig): void {
  const publicToken = heldToken;
  heldToken = null;
  if (publicToken !== null) onSuccess?.(publicToken);
}

Object.assign(window, { MergeLink: { initialize, openLink } });
