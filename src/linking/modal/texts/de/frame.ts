import type { Texts } from '../catalogue.ts';
import { sentence } from '../sentence.ts';

export const frame = {
  locale: 'de-DE',
  documentTitle: (title: string, source: string) => `${title} · ${source} verbinden`,
  close: 'Schließen',
  loading: 'Wird geladen',
  languageLabel: 'Sprache',
  logoOf: (organization: string) => `Logo von ${organization}`,
  stepperLabel: 'Fortschritt',
  stepOf: (number: number, count: number) => `Schritt ${number} von ${count}`,
  steps: {
    agree: 'Zustimmen',
    add_user: 'Verbinden',
    permissions: 'Rechte',
    done: 'Fertig',
  },
  stepDone: 'erledigt',
  connects: (organization: string, source: string) => `${organization} und ${source}`,
  trouble: 'Wir erreichen den Dienst gerade nicht. Wir versuchen es weiter; nichts geht verloren.',
  support: (organization: string) => `Brauchen Sie Hilfe? Fragen Sie ${organization}:`,
  supportUnknown: (organization: string) =>
    sentence(`Brauchen Sie Hilfe? Fragen Sie Ihren Kontakt bei ${organization}`),
  actionFailed: 'Das hat nicht geklappt. Bitte versuchen Sie es gleich noch einmal.',
} satisfies Partial<Texts>;
