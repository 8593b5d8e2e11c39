import nodemailer from 'nodemailer';
import type { OutboundMailSettings } from '../config/config.ts';
import { SECOND_MS } from '../lib/duration.ts';
import type { Logger } from '../lib/logger.ts';
import type { Mailer } from '../lib/mailer.ts';

/** A relay that is silent for longer is taken for dead; the usual limits of minutes would outlast a sender's lease. */
const TIMEOUTS = {
  connectionTimeout: 10 * SECOND_MS,
  greetingTimeout: 10 * SECOND_MS,
  socketTimeout: 30 * SECOND_MS,
};

/** Mail over the configured relay; without one, an event in the log says that a mail was not sent, and nothing of it. */
export function createSmtpMailer(settings: OutboundMailSettings, log: Logger): Mailer {
  if (settings.url === null) {
    return {
      isConfigured: false,
      send() {
        log.warn({}, 'mail_not_configured');
        return Promise.resolve();
      },
    };
  }
  const transport = nodemailer.createTransport({ url: settings.url, ...TIMEOUTS });
  return {
    isConfigured: true,
    async send({ to, subject, text, messageId, isAutomatic = false }) {
      await transport.sendMail({
        from: settings.from,
        to,
        subject,
        text,
        ...(messageId !== undefined && { messageId }),
        ...(isAutomatic && { headers: { 'Auto-Submitted': 'auto-generated' } }),
      });
    },
  };
}
