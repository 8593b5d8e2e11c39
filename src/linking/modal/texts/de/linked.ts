import type { Texts } from '../catalogue.ts';
import { sentence } from '../sentence.ts';

export const linked: Texts['linked'] = {
  title: (source) => `${source} ist verbunden`,
  lead: (organization, company) =>
    `${organization} kann jetzt lesen, wer zu diesem Unternehmen gehört: ${sentence(company)}`,
  syncTitle: 'Erstes Lesen',
  sync: {
    starting: 'Es beginnt. Sie können diese Seite schließen; es geht von selbst weiter.',
    reading: 'Wir lesen Ihre Personen. Sie können diese Seite schließen; es geht von selbst weiter.',
    applying:
      'Wir speichern, was gelesen wurde. Sie können diese Seite schließen; es geht von selbst weiter.',
    done: 'Alle Personen wurden gelesen.',
    done_partly: 'Gelesen. Einige Einträge waren nicht eindeutig und warten auf einen zweiten Blick.',
    held: 'Etwas im ersten Lesen braucht einen zweiten Blick, bevor es verwendet wird.',
    failed: 'Das erste Lesen wurde nicht fertig. Es wird von selbst erneut versucht.',
  },
  people: (count) => (count === 1 ? 'Person' : 'Personen'),
  soFar: 'bisher',
  granted: 'Was gelesen werden kann',
  stop: {
    service_account: (organization, source) =>
      `Um es zu beenden, entfernen Sie den Nutzer in ${source} oder trennen Sie die Verbindung in ${sentence(organization)}`,
    credentials: (organization, source) =>
      `Um es zu beenden, ändern Sie das Passwort in ${source} oder trennen Sie die Verbindung in ${sentence(organization)}`,
    oauth: (organization, source) =>
      `Um es zu beenden, nehmen Sie die Zustimmung in ${source} zurück oder trennen Sie die Verbindung in ${sentence(organization)}`,
  },
  done: 'Fertig',
  mayClose: 'Sie können diese Seite jetzt schließen.',
  tokenFailed: (organization) =>
    `Das Konto ist verbunden, aber die Seite von ${organization} weiß es noch nicht.`,
  tellAgain: 'Erneut mitteilen',
};
