import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';

export const DKIM_SELECTOR = 'sandbox1';

export interface SenderIdentity {
  domain: string;
  privateKeyPem: string;
  /** DNS TXT name to values: the DKIM key, SPF and DMARC of the sender domain. */
  dnsRecords: Record<string, string[]>;
}

/** A fresh key for the sender domain. 2048 bits still fit into one UDP answer. */
export async function makeSenderIdentity(domain: string): Promise<SenderIdentity> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const publicBase64 = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  return {
    domain,
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    dnsRecords: {
      [`${DKIM_SELECTOR}._domainkey.${domain}`]: [`v=DKIM1; k=rsa; p=${publicBase64}`],
      [domain]: ['v=spf1 ip4:127.0.0.1 -all'],
      [`_dmarc.${domain}`]: ['v=DMARC1; p=quarantine'],
    },
  };
}
