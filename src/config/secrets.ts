import type { Keyring } from '../crypto/keyring.ts';

/** Handed apart from the configuration, so that printing a Config never prints one of these. */
export interface Secrets {
  sealingKeys: Keyring;
  /** 32 bytes, derived from the current sealing key: signs link tokens (HS256). */
  linkTokenKey: Uint8Array;
  /** 32 bytes, derived likewise: signs list cursors. */
  cursorKey: Uint8Array;
  /** 32 bytes, derived likewise: keys the fingerprints of requests with an `Idempotency-Key`. */
  idempotencyKey: Uint8Array;
  /** 32 bytes, derived likewise: by it a log-in that was refused is known again without being kept. */
  logInKey: Uint8Array;
  /** What a mail service proves itself with at the HTTP hook for inbound mail; null: there is no hook. */
  inboundMailSecret: string | null;
  /** Of our app at Justworks' Partner API, and what its webhooks are signed with; null where there is none. */
  justworks: { clientSecret: string | null; webhookSecret: string | null };
}
