import type { Keyring } from '../crypto/keyring.ts';

/** Handed apart from the configuration, so that printing a Config never prints one of these. */
export interface Secrets {
  sealingKeys: Keyring;
  /** 32 bytes, derived from the current sealing key: signs link tokens (HS256). */
  linkTokenKey: Uint8Array;
  /** 32 bytes, derived likewise: signs list cursors. */
  cursorKey: Uint8Array;
}
