/** Types of `muster-link.js`, which sets `window.MusterLink`. */

/** Why the modal can't be opened, or what it was opened with is refused. */
export interface MusterLinkError extends Error {
  code:
    | 'link_token_invalid'
    /** The service takes it no longer; the modal, which is open, says so to the person. */
    | 'link_token_expired'
    /** `getLinkToken` failed; `cause` says how. */
    | 'link_token_unavailable'
    /** The page was not served over HTTP, so nothing can be sent to it. */
    | 'page_without_origin'
    /** The script is not loaded from the service, and `apiUrl` is not set. */
    | 'service_unknown'
    /** `muster-link.js` did not load. */
    | 'script_unavailable';
}

export interface MusterLinkOptions {
  /** From your back end, which asks `POST /api/hris/v1/link-token`. */
  linkToken?: string | undefined;
  /** Asked for a new link token at each opening; wins over `linkToken`. */
  getLinkToken?: (() => string | Promise<string>) | undefined;
  /** The account is linked. Send the token to your back end, which exchanges it within ten minutes. */
  onSuccess: (publicToken: string) => void;
  /** The modal was closed, after a success too. */
  onExit?: (() => void) | undefined;
  /** The modal can't be opened with what was given, or the service refuses it. Without it, the error is thrown. */
  onValidationError?: ((error: MusterLinkError) => void) | undefined;
  /** The service's base URL; only needed when the script isn't loaded from the service. */
  apiUrl?: string | undefined;
  /** How your page looks. Unless given, the modal looks as the person's browser is set. */
  theme?: 'light' | 'dark' | undefined;
}

export interface MusterLinkHandle {
  /** Opens the modal over the page and closes another one. Does nothing while this one is open or asks for its token. */
  open: () => void;
  close: () => void;
  /** Other options from now on; what is not named stays. A modal that is open stays open. */
  update: (options: Partial<MusterLinkOptions>) => void;
  /** Takes everything away, without a word to the callbacks. The handle opens nothing any more. */
  destroy: () => void;
  /** `open` has what it needs. */
  readonly isReady: boolean;
  readonly error: MusterLinkError | null;
}

export interface MusterLinkApi {
  create: (options: MusterLinkOptions) => MusterLinkHandle;
  /** `create` and `open` in one. */
  open: (options: MusterLinkOptions) => MusterLinkHandle;
}

declare global {
  interface Window {
    MusterLink: MusterLinkApi;
  }
}
