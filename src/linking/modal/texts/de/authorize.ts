import type { Texts } from '../catalogue.ts';

export const authorize: Texts['authorize'] = {
  title: (source) => `In ${source} zustimmen`,
  lead: (organization, source) =>
    `${source} öffnet sich in einem eigenen Fenster. Melden Sie sich dort als Administrator an und stimmen Sie zu, dass ${organization} lesen darf.`,
  open: (source) => `${source} öffnen`,
  openAgain: (source) => `${source} erneut öffnen`,
  opening: 'Wird geöffnet',
  blocked: 'Ihr Browser hat kein Fenster geöffnet.',
  openLink: (source) => `${source} in einem neuen Tab öffnen`,
  waiting: (source) => `Wir warten auf Ihre Antwort in ${source}`,
  waitingNote: 'Diese Seite geht von selbst weiter.',
  lost: (source) =>
    `Fenster geschlossen oder hinter einem anderen verloren? Öffnen Sie ${source} von hier aus erneut; nur das neueste Fenster zählt.`,
};
