import { generateKeyPairSync } from 'node:crypto';
import { dkimSign } from 'mailauth';
import { SOURCE_DOMAIN } from './fake-source.ts';
import type { MailDns } from './mail-dns.ts';

const SELECTOR = 'test';
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

export interface MailText {
  to: string;
  links: string[];
  from?: string;
  subject?: string;
}

/** Publishes the key and the policy that the source's mails are checked with. */
export function publishSourceKey(dns: MailDns): void {
  const der = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  dns.txt.set(`${SELECTOR}._domainkey.${SOURCE_DOMAIN}`, `v=DKIM1; k=rsa; p=${der}`);
  dns.txt.set(`_dmarc.${SOURCE_DOMAIN}`, 'v=DMARC1; p=reject');
}

export function writeMail(mail: MailText): string {
  const anchors = mail.links.map((link) => `<a href="${link.replaceAll('&', '&amp;')}">Open</a>`).join(' ');
  return [
    `From: Justworks <${mail.from ?? `no-reply@${SOURCE_DOMAIN}`}>`,
    `To: <${mail.to}>`,
    `Subject: ${mail.subject ?? 'You have been invited'}`,
    'Date: Sun, 22 Nov 2026 05:00:00 +0000',
    'MIME-Version: 1.0',
    'Content-Type: text/html; charset=utf-8',
    '',
    `<p>Hello. ${anchors} <a href="https://help.source.example/articles/1">Help</a></p>`,
    '',
  ].join('\r\n');
}

export async function signMail(message: string, signingDomain = SOURCE_DOMAIN): Promise<string> {
  const key = {
    signingDomain,
    selector: SELECTOR,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  // The library's types ask for the key beside `signatureData`; only the latter signs.
  const { signatures } = await dkimSign(message, { ...key, signatureData: [key] });
  if (!signatures.startsWith('DKIM-Signature:')) throw new Error('The test mail could not be signed.');
  return signatures + message;
}
