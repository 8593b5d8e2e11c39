import { readEnvelope, type ModalMessage } from './messages.ts';
import { openOverlay, type Overlay } from './overlay.ts';

/** One modal over this page, until it is closed. */
export interface Opening {
  /** Takes the modal away and listens to it no longer. Safe to call twice. */
  close(): void;
}

/** `onDismiss`: Escape, or the Close button that is shown while the modal doesn't run. */
export interface OpeningEvents {
  onMessage: (message: ModalMessage) => void;
  onDismiss: () => void;
}

export function showModal(url: URL, nonce: string, { onMessage, onDismiss }: OpeningEvents): Opening {
  const overlay = openOverlay(url, onDismiss);
  const stopListening = listen(overlay, url.origin, nonce, (message) => {
    if (message.type === 'ready') overlay.markReady();
    onMessage(message);
  });
  return {
    close() {
      stopListening();
      overlay.close();
    },
  };
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

export function newNonce(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
