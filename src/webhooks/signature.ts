import { createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { AppError } from '../lib/app-error.ts';

// Standard Webhooks 1.0.0: `whsec_` and 24 to 64 random bytes in base64.
const SECRET_PREFIX = 'whsec_';
const SECRET_BYTES = 32;

export function createWebhookSecret(): string {
  return SECRET_PREFIX + randomBytes(SECRET_BYTES).toString('base64');
}

/** A secret that is ready to sign: making a key of its bytes costs as much as a signature. */
export interface SigningSecret {
  /** As it was shown. */
  text: string;
  key: KeyObject;
}

/** @throws AppError `webhook_secret_malformed` */
export function toSigningSecret(text: string): SigningSecret {
  return { text, key: createSecretKey(parseSecret(text)) };
}

export interface SignatureInput {
  /** Stays the same over all attempts; must not contain a full stop. */
  id: string;
  /** Unix seconds of this attempt. */
  timestampSeconds: number;
  /** The very bytes that are sent. */
  body: string | Uint8Array;
  /** More than one while a secret is being rotated. */
  secrets: readonly [SigningSecret, ...SigningSecret[]];
}

/** The value of the header `webhook-signature`, Standard Webhooks v1: one signature per secret, divided by a blank. */
export function signWebhook(input: SignatureInput): string {
  const head = `${input.id}.${input.timestampSeconds}.`;
  return input.secrets
    .map(({ key }) => createHmac('sha256', key).update(head).update(input.body))
    .map((hmac) => `v1,${hmac.digest('base64')}`)
    .join(' ');
}

/**
 * The value of `X-Merge-Webhook-Signature`: padded base64url of the HMAC-SHA256 of the body alone. The key is the secret's
 * text as it was shown, prefix and all: receivers of that format hand it to their HMAC as it is.
 */
export function signMergeBody(body: string | Uint8Array, secretText: string): string {
  const digest = createHmac('sha256', secretText).update(body).digest('base64');
  return digest.replaceAll('+', '-').replaceAll('/', '_');
}

function parseSecret(secret: string): Buffer {
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
  if (!secret.startsWith(SECRET_PREFIX) || key.length < 24 || key.length > 64) {
    throw new AppError(
      'internal',
      'webhook_secret_malformed',
      'A webhook secret is whsec_ and 24 to 64 bytes in base64.',
    );
  }
  return key;
}
