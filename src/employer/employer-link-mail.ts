import type { Language } from '../lib/language.ts';

interface LinkMail {
  organization: string;
  integration: string;
  url: string;
  expiresAt: Date;
}

const WRITERS: Record<Language, (mail: LinkMail, ends: string) => { subject: string; lines: string[] }> = {
  en: ({ organization, integration, url }, ends) => ({
    subject: `Your ${integration} connection with ${organization}`,
    lines: [
      `${organization} sends you a link to the page of your ${integration} connection.`,
      'There you see what is read and when, and you can pause, disconnect or erase it:',
      url,
      `The link works until ${ends} for everybody who has it. Do not pass it on.`,
    ],
  }),
  de: ({ organization, integration, url }, ends) => ({
    subject: `Ihre ${integration}-Verbindung mit ${organization}`,
    lines: [
      `${organization} schickt Ihnen einen Link zur Seite Ihrer ${integration}-Verbindung.`,
      'Dort sehen Sie, was wann gelesen wird, und können die Verbindung anhalten, trennen oder alles löschen:',
      url,
      `Der Link gilt bis ${ends} für alle, die ihn haben. Geben Sie ihn nicht weiter.`,
    ],
  }),
};

/** The mail that brings an HR admin the link to the employer's own page. */
export function writeEmployerLinkMail(language: Language, mail: LinkMail): { subject: string; text: string } {
  const ends = mail.expiresAt.toLocaleString(language === 'de' ? 'de-DE' : 'en-US', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  const { subject, lines } = WRITERS[language](mail, `${ends} UTC`);
  return { subject, text: lines.join('\n\n') };
}
