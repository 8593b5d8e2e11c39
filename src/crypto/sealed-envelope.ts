import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AppError } from '../lib/app-error.ts';

// version (1) | nonce (12) | tag (16) | ciphertext
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + NONCE_BYTES + TAG_BYTES;

/**
 * AES-256-GCM with the purpose as additional data: bytes sealed for one field of one account open nowhere else.
 * `purpose` is not secret, but must name the tenant and the field.
 */
export function sealBytes(key: Buffer, purpose: string, plain: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(purpose));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.from([VERSION]), nonce, cipher.getAuthTag(), body]);
}

/** @throws AppError `unseal_failed` for a wrong key, another purpose or changed bytes; the three look alike. */
export function unsealBytes(key: Buffer, purpose: string, sealed: Uint8Array): Buffer {
  try {
    if (sealed[0] !== VERSION || sealed.length < HEADER_BYTES) throw new Error('unknown envelope');
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(purpose));
    decipher.setAuthTag(sealed.subarray(1 + NONCE_BYTES, HEADER_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(HEADER_BYTES)), decipher.final()]);
  } catch (cause) {
    throw new AppError(
      'internal',
      'unseal_failed',
      `What was sealed for "${purpose}" could not be unsealed.`,
      { cause },
    );
  }
}
