/** What the modal tells the page that opened it. Partners may rely on this envelope: change it only with `version`. */
export type ModalMessage =
  | { type: 'ready' }
  /** The account is linked. The modal stays open and shows the first sync until the person closes it. */
  | { type: 'success'; public_token: string }
  /** The service takes the link token no longer. The modal says so to the person, and stays until it is closed. */
  | { type: 'expired' }
  | { type: 'exit' };

const SOURCE = 'muster-link';
const VERSION = 1;

export function toEnvelope(message: ModalMessage, nonce: string | null): Record<string, unknown> {
  return { source: SOURCE, version: VERSION, ...message, ...(nonce === null ? {} : { nonce }) };
}

/** The message inside a posted value, or null when it isn't ours, of another version, or of another opening. */
export function readEnvelope(posted: unknown, nonce: string): ModalMessage | null {
  if (typeof posted !== 'object' || posted === null) return null;
  const envelope = posted as Record<string, unknown>;
  if (envelope.source !== SOURCE || envelope.version !== VERSION || envelope.nonce !== nonce) return null;
  const { type } = envelope;
  if (type === 'ready' || type === 'expired' || type === 'exit') return { type };
  if (type === 'success' && typeof envelope.public_token === 'string') {
    return { type, public_token: envelope.public_token };
  }
  return null;
}
