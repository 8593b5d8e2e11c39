import nodemailer from 'nodemailer';
import type { OutboundMailSettings } from '../config/config.ts';
import type { Logger } from '../lib/logger.ts';
import type { Mailer } from '../lib/mailer.ts';

/** Mail over the configured relay; without one, an event in the log says that a mail was not sent, and nothing of it. */
export function createSmtpMailer(settings: OutboundMailSettings, log: Logger): Mailer {
  if (settings.url === null) {
    return {
      send() {
        log.warn({}, 'mail_not_configured');
        return Promise.resolve();
      },
    };
  }
  const transport = nodemailer.createTransport(settings.url);
  return {
    async send(mail) {
      await transport.sendMail({ from: settings.from, to: mail.to, subject: mail.subject, text: mail.text });
    },
  };
}
