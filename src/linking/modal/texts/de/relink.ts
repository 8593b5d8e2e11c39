import type { Texts } from '../catalogue.ts';

export const relink: Texts['relink'] = {
  heading: 'Was passiert ist',
  reasons: {
    permission_lost: (organization, source) =>
      `${source} erteilt ${organization} nicht mehr alles, was gebraucht wird:`,
    bad_credentials: (organization, source) =>
      `${source} nimmt das Passwort nicht mehr an, mit dem ${organization} liest.`,
    password_expired: (organization, source) =>
      `Das Passwort, mit dem ${organization} liest, ist in ${source} abgelaufen.`,
    code_refused: (organization, source) =>
      `${source} nimmt den Authenticator nicht mehr an, mit dem ${organization} sich anmeldet.`,
    authenticator_missing: (organization, source) =>
      `Der Authenticator, mit dem ${organization} sich anmeldet, wurde in ${source} zurückgesetzt.`,
    second_factor_unsupported: (organization, source) =>
      `${source} verlangt vom Zugang von ${organization} jetzt einen zweiten Faktor, den nur ein Mensch hat.`,
    grant_ended: (organization, source) =>
      `Die Zustimmung, mit der ${organization} liest, wurde in ${source} zurückgenommen oder lange nicht genutzt.`,
    disconnected: (organization, source) =>
      `Die Verbindung von ${source} mit ${organization} wurde auf Wunsch getrennt. Seitdem wurde nichts gelesen.`,
    company_left: (organization, source) =>
      `${source} hat ${organization} gemeldet, dass dieses Unternehmen dort kein Kunde mehr ist. Seitdem wurde nichts gelesen.`,
  },
  other: (organization, source) =>
    `${organization} kann ${source} nicht mehr lesen und braucht Ihre Hilfe, damit es weitergeht.`,
  wider: (organization, source) =>
    `${organization} möchte in ${source} mehr lesen, als Sie bisher erlaubt haben. Bis Sie zustimmen, bleibt es, wie es ist.`,
  since: (day) => `Seit ${day}.`,
  invite: (organization) =>
    `Fügen Sie den Nutzer von ${organization} noch einmal hinzu, mit derselben Adresse wie vorher. Sie steht unten.`,
  kept: 'Was schon gelesen wurde, bleibt, und Ihre Zustimmung gilt weiter.',
  brokenTitle: (source) => `${source} braucht Sie noch einmal`,
  fineTitle: (source) => `${source} ist verbunden`,
  fineLead: (organization, source) =>
    `Soweit wir wissen, funktioniert alles. Wenn ${organization} Sie hierher geschickt hat, prüfen Sie die Verbindung mit ${source}.`,
  check: 'Verbindung prüfen',
  checking: 'Wird geprüft',
};
