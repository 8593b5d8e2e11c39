import { AppError } from '../lib/app-error.ts';

/** Key-encryption keys by id. `currentId` seals; the others only unseal what is older. */
export interface Keyring {
  readonly currentId: string;
  /** 32 bytes. */
  get(id: string): Buffer;
}

/**
 * Reads `id:base64,id:base64`; the first key is the current one.
 * @throws AppError invalid_input when a key is not 32 bytes or an id stands twice.
 */
export function parseKeyring(text: string): Keyring {
  const keys = new Map<string, Buffer>();
  for (const entry of text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)) {
    const [id, encoded] = entry.split(':');
    const key = Buffer.from(encoded ?? '', 'base64');
    if (!id || key.length !== 32 || keys.has(id)) {
      throw new AppError(
        'invalid_input',
        'sealing_key_malformed',
        'Each sealing key must be `id:base64` of 32 bytes with an id of its own; `openssl rand -base64 32` makes one.',
      );
    }
    keys.set(id, key);
  }
  const currentId = keys.keys().next().value;
  if (currentId === undefined) {
    throw new AppError('invalid_input', 'sealing_key_missing', 'At least one sealing key is needed.');
  }
  return {
    currentId,
    get(id) {
      const key = keys.get(id);
      if (!key)
        throw new AppError('internal', 'sealing_key_unknown', `The sealing key ${id} is not configured.`);
      return key;
    },
  };
}
