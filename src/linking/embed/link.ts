import { createLinkError } from './link-error.ts';
import { readOrganizationId } from './link-token-claims.ts';
import type { ModalMessage } from './messages.ts';
import { toModalUrl } from './modal-url.ts';
import { newNonce, showModal, type Opening } from './opening.ts';
import type { MusterLinkError, MusterLinkHandle, MusterLinkOptions } from './types/muster-link.d.ts';

/** The one whose modal is over this page. */
let shown: Link | null = null;

/** See MusterLinkHandle. Its methods are bound, so that they can be handed on by themselves. */
export class Link implements MusterLinkHandle {
  #options: MusterLinkOptions;
  readonly #scriptUrl: string | null;
  #opening: Opening | null = null;
  /** The token that is being asked for; what a former asking answers comes too late. */
  #asking: symbol | null = null;
  #failure: MusterLinkError | null = null;
  #isDestroyed = false;

  /** @param scriptUrl where the script was loaded from; null when the browser doesn't say */
  constructor(options: MusterLinkOptions, scriptUrl: string | null) {
    this.#options = { ...options };
    this.#scriptUrl = scriptUrl;
  }

  get error(): MusterLinkError | null {
    return this.#failure ?? checkLinkToken(this.#options);
  }

  get isReady(): boolean {
    if (this.#isDestroyed) return false;
    return this.#options.getLinkToken !== undefined || (!!this.#options.linkToken && this.error === null);
  }

  readonly open = (): void => {
    if (this.#isDestroyed || this.#opening || this.#asking) return;
    const { getLinkToken, linkToken } = this.#options;
    if (getLinkToken) return void this.#askAndShow(getLinkToken);
    const error = this.error;
    if (error) this.#fail(error);
    else this.#show(linkToken ?? '');
  };

  readonly close = (): void => {
    this.#asking = null;
    if (this.#opening === null) return;
    this.#takeAway();
    this.#options.onExit?.();
  };

  readonly update = (options: Partial<MusterLinkOptions>): void => {
    const formerToken = this.#options.linkToken;
    this.#options = { ...this.#options, ...options };
    if (this.#options.linkToken !== formerToken) this.#failure = null;
  };

  readonly destroy = (): void => {
    this.#isDestroyed = true;
    this.#asking = null;
    this.#takeAway();
  };

  async #askAndShow(getLinkToken: () => string | Promise<string>): Promise<void> {
    const asking = (this.#asking = Symbol('asking'));
    const linkToken = await askFor(getLinkToken);
    if (this.#asking !== asking) return;
    this.#asking = null;
    if (typeof linkToken === 'string') this.#show(linkToken);
    else this.#fail(linkToken);
  }

  #show(linkToken: string): void {
    const nonce = newNonce();
    const url = this.#toUrl(linkToken, nonce);
    if (url === null) return;
    this.#failure = null;
    shown?.close();
    const opening = showModal(url, nonce, {
      onMessage: (message) => this.#receive(message),
      // A dialog tells late that it was closed; by then this may be open again.
      onDismiss: () => this.#opening === opening && this.close(),
    });
    this.#opening = opening;
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- one modal at a time, whoever opened it
    shown = this;
  }

  #toUrl(linkToken: string, nonce: string): URL | null {
    const { apiUrl, theme } = this.#options;
    try {
      const pageOrigin = window.location.origin;
      return toModalUrl({ linkToken, apiUrl, scriptUrl: this.#scriptUrl, pageOrigin, nonce, theme });
    } catch (error) {
      this.#fail(error as MusterLinkError);
      return null;
    }
  }

  #receive(message: ModalMessage): void {
    if (message.type === 'success') this.#options.onSuccess(message.public_token);
    if (message.type === 'exit') this.close();
    if (message.type === 'expired') {
      this.#fail(createLinkError('link_token_expired', 'the service takes this link token no longer.'));
    }
  }

  #fail(error: MusterLinkError): void {
    this.#failure = error;
    const { onValidationError } = this.#options;
    if (!onValidationError) throw error;
    onValidationError(error);
  }

  #takeAway(): void {
    this.#opening?.close();
    this.#opening = null;
    if (shown === this) shown = null;
  }
}

/** Of a token that was given. Whether it has ended is the service's to say: clocks of people go wrong. */
function checkLinkToken({ linkToken, getLinkToken }: MusterLinkOptions): MusterLinkError | null {
  if (getLinkToken || !linkToken || readOrganizationId(linkToken) !== null) return null;
  return createLinkError('link_token_invalid', 'linkToken is not a link token.');
}

async function askFor(getLinkToken: () => string | Promise<string>): Promise<string | MusterLinkError> {
  try {
    const answer: unknown = await getLinkToken();
    // A back end that fails often answers something else; as no link token it is refused like any other text.
    return typeof answer === 'string' ? answer : '';
  } catch (error) {
    return createLinkError('link_token_unavailable', 'getLinkToken failed.', error);
  }
}
