import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

/** What a TLS server needs, PEM. */
export interface Certificate {
  key: string;
  cert: string;
}

export interface CertificateWish {
  /** The name that it is for. */
  host: string;
  from?: Date;
  to?: Date;
}

/** A certificate authority for one test: nobody trusts it who was not told to. */
export class TestAuthority {
  readonly #keys = newKeys();
  readonly #name = nameOf(`Test authority ${randomBytes(4).toString('hex')}`);
  /** PEM. */
  readonly certificate = toPem(
    'CERTIFICATE',
    signed({
      issuer: this.#name,
      subject: this.#name,
      extensions: [IS_AUTHORITY],
      publicKey: this.#keys.publicKey,
      signer: this.#keys.privateKey,
      ...always(),
    }),
  );

  issue({ host, from, to }: CertificateWish): Certificate {
    const keys = newKeys();
    return made(keys, this.#name, this.#keys.privateKey, host, {
      ...always(),
      ...(from && { from }),
      ...(to && { to }),
    });
  }
}

/** Signed by itself. */
export function selfSigned({ host }: CertificateWish): Certificate {
  const keys = newKeys();
  return made(keys, nameOf(host), keys.privateKey, host, always());
}

interface Keys {
  publicKey: KeyObject;
  privateKey: KeyObject;
}

const newKeys = (): Keys => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const always = () => ({ from: new Date('2020-01-01T00:00:00Z'), to: new Date('2049-01-01T00:00:00Z') });

function made(
  keys: Keys,
  issuer: Buffer,
  signer: KeyObject,
  host: string,
  times: { from: Date; to: Date },
): Certificate {
  const { publicKey, privateKey } = keys;
  const extensions = [extension('551d11', false, sequence(der(0x82, Buffer.from(host))))];
  const bytes = signed({ issuer, subject: nameOf(host), extensions, publicKey, signer, ...times });
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: toPem('CERTIFICATE', bytes),
  };
}

interface Parts {
  issuer: Buffer;
  subject: Buffer;
  from: Date;
  to: Date;
  extensions: Buffer[];
  publicKey: KeyObject;
  signer: KeyObject;
}

// X.509 version 3 in DER (RFC 5280, 4.1): just what a TLS client looks at.
function signed({ issuer, subject, from, to, extensions, publicKey, signer }: Parts): Buffer {
  const ecdsaWithSha256 = sequence(der(0x06, Buffer.from('2a8648ce3d040302', 'hex')));
  const content = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, Buffer.concat([Buffer.of(1), randomBytes(8)])),
    ecdsaWithSha256,
    issuer,
    sequence(time(from), time(to)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = sign('sha256', content, signer);
  return sequence(content, ecdsaWithSha256, der(0x03, Buffer.concat([Buffer.of(0), signature])));
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const head =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}

const sequence = (...parts: Buffer[]): Buffer => der(0x30, Buffer.concat(parts));

function extension(id: string, isCritical: boolean, value: Buffer): Buffer {
  const critical = isCritical ? [der(0x01, Buffer.of(0xff))] : [];
  return sequence(der(0x06, Buffer.from(id, 'hex')), ...critical, der(0x04, value));
}

const IS_AUTHORITY = extension('551d13', true, sequence(der(0x01, Buffer.of(0xff))));

function nameOf(commonName: string): Buffer {
  const attribute = sequence(der(0x06, Buffer.from('550403', 'hex')), der(0x0c, Buffer.from(commonName)));
  return sequence(der(0x31, attribute));
}

/** UTCTime: two digits of the year, before 2050. */
const time = (at: Date): Buffer =>
  der(0x17, Buffer.from(`${at.toISOString().slice(2, 19).replace(/[-T:]/g, '')}Z`));

const toPem = (label: string, bytes: Buffer): string =>
  [
    `-----BEGIN ${label}-----`,
    ...bytes.toString('base64').match(/.{1,64}/g)!,
    `-----END ${label}-----`,
    '',
  ].join('\n');
