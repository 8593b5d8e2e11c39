import { createTransport } from 'nodemailer';
import { AppError } from '../../../lib/app-error.ts';
import { DKIM_SELECTOR, type SenderIdentity } from './dkim-key.ts';
import { composeInvitation, type InvitationMail } from './invitation-mail.ts';

export interface SmtpTarget {
  host: string;
  port: number;
}

export interface InvitationSender {
  /** @throws AppError `mail_refused` when the target does not take the mail */
  send(mail: InvitationMail, now: Date): Promise<void>;
  close(): void;
}

/** Hands DKIM-signed invitations straight to one SMTP server, as if it were the recipient's MX. */
export function createInvitationSender(target: SmtpTarget, sender: SenderIdentity): InvitationSender {
  const transport = createTransport({
    host: target.host,
    port: target.port,
    name: `mail.${sender.domain}`,
    secure: false,
    // Between mail servers TLS is opportunistic; a test server's certificate is its own.
    tls: { rejectUnauthorized: false },
    connectionTimeout: 10_000,
    dkim: { domainName: sender.domain, keySelector: DKIM_SELECTOR, privateKey: sender.privateKeyPem },
  });
  return {
    async send(mail, now) {
      const content = composeInvitation(mail);
      const from = { name: 'Justworks', address: `no-reply@${sender.domain}` };
      try {
        await transport.sendMail({ from, to: mail.to, date: now, ...content });
      } catch (cause) {
        throw new AppError('unavailable', 'mail_refused', 'The mail server did not take the invitation.', {
          cause,
        });
      }
    },
    close: () => transport.close(),
  };
}
