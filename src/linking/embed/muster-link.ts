import { readEnvelope, type ModalMessage } from './messages.ts';
import { toModalUrl } from './modal-url.ts';
import { openOverlay, type Overlay } from './overlay.ts';

export interface MusterLinkOptions {
  /** From your back end: `POST /api/hris/v1/link-token`. */
  linkToken: string;
  /** The account is linked. Send the token to your back end, which exchanges it within ten minutes. */
  onSuccess: (publicToken: string) => void;
  /** The modal was closed, after a success too. */
  onExit?: () => void;
  /** The service's base URL; only needed when this script isn't loaded from the service. */
  apiUrl?: string;
}

export interface MusterLinkHandle {
  close(): void;
}

declare global {
  interface Window {
    MusterLink: { open(options: MusterLinkOptions): MusterLinkHandle };
  }
}

// Only known while the script runs for the first time.
const scriptUrl = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : null;
let closeFormer: (() => void) | null = null;

/** Opens the modal over this page; a modal that is open already is closed first. */
function open(options: MusterLinkOptions): MusterLinkHandle {
  const nonce = newNonce();
  const { linkToken, apiUrl } = options;
  const url = toModalUrl({ linkToken, apiUrl, scriptUrl, pageOrigin: window.location.origin, nonce });
  closeFormer?.();
  let isOpen = true;
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    closeFormer = null;
    stopListening();
    overlay.close();
    options.onExit?.();
  };
  const overlay = openOverlay(url, close);
  const stopListening = listen(overlay, url.origin, nonce, (message) => {
    if (message.type === 'ready') overlay.markReady();
    if (message.type === 'success') options.onSuccess(message.public_token);
    if (message.type === 'exit') close();
  });
  closeFormer = close;
  return { close };
}

/** Takes messages of this frame only: same window, same origin, same nonce. */
function listen(overlay: Overlay, origin: string, nonce: string, onMessage: (message: ModalMessage) => void) {
  const receive = (event: MessageEvent<unknown>): void => {
    if (event.origin !== origin || event.source === null || event.source !== overlay.frameWindow()) return;
    const message = readEnvelope(event.data, nonce);
    if (message) onMessage(message);
  };
  window.addEventListener('message', receive);
  return () => window.removeEventListener('message', receive);
}

function newNonce(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

window.MusterLink = { open };
