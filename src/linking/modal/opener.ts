import { toEnvelope, type ModalMessage } from '../embed/messages.ts';
import type { Launch } from './launch.ts';

/** The partner page around the modal. */
export interface Opener {
  tell(message: ModalMessage): void;
}

/** Null when the modal is a page of its own or wasn't told whose page is around it: then nothing is sent anywhere. */
export function findOpener(launch: Launch, page: Window): Opener | null {
  const { origin, nonce } = launch;
  if (page.parent === page || origin === null) return null;
  return { tell: (message) => page.parent.postMessage(toEnvelope(message, nonce), origin) };
}
