import type { Words } from '../catalogue.ts';
import { sentence } from '../../modal/texts/sentence.ts';

export const consent: Words['consent'] = {
  title: (organization, source) => `${organization} möchte Ihre Personalliste in ${source} lesen`,
  lead: (organization, employer, source) =>
    `${organization} bittet darum, Personaldaten in ${source} zu lesen. Es geht um dieses Unternehmen: ${sentence(employer)} Bitte lesen Sie, was das bedeutet, und stimmen Sie dann zu.`,
  who: 'Wer liest',
  whoText: {
    service_account: (organization, source) =>
      `${organization}, über einen eigenen Nutzer, den Sie in ${source} hinzufügen. Ihr eigenes Passwort bleibt bei Ihnen.`,
    credentials: (organization, source) =>
      `${organization}, mit einem ${source}-Zugang, den Sie im nächsten Schritt eingeben. Er wird verschlüsselt aufbewahrt und nur zum Lesen benutzt.`,
    oauth: (organization, source) =>
      `${organization}, durch eine Zustimmung, die Sie in ${source} geben. Kein Passwort wird weitergegeben.`,
  },
  what: 'Was gelesen wird',
  whatText: (kinds) => `${kinds}. Klappen Sie eine Zeile auf, um jedes Feld zu sehen.`,
  sensitive: (fields) => `Heikel davon: ${fields}.`,
  often: 'Wie oft',
  oftenText: (organization, every) =>
    `Einmal gleich nach dem Verbinden, dann ${every}, und immer, wenn ${organization} um eine Aktualisierung bittet.`,
  every: {
    minutes: (count) => (count === 1 ? 'jede Minute' : `alle ${count} Minuten`),
    hours: (count) => (count === 1 ? 'jede Stunde' : `alle ${count} Stunden`),
    days: (count) => (count === 1 ? 'einmal am Tag' : `alle ${count} Tage`),
  },
  never: 'Was nie geschieht',
  neverText: (source) =>
    `In ${source} wird nichts geändert. Manche Berechtigungen heißen „edit“ oder „manage“, weil ${source} das Lesen an sie bindet.`,
  stop: 'Wie Sie es beenden',
  stopText: {
    service_account: (organization, source) =>
      `Entfernen Sie diesen Nutzer in ${source} oder trennen Sie die Verbindung in ${organization}. Das Lesen endet sofort.`,
    credentials: (organization, source) =>
      `Ändern Sie dieses Passwort in ${source} oder trennen Sie die Verbindung in ${organization}. Das Lesen endet sofort.`,
    oauth: (organization, source) =>
      `Nehmen Sie die Zustimmung in ${source} zurück oder trennen Sie die Verbindung in ${organization}. Das Lesen endet sofort.`,
  },
  statement: (employer) =>
    sentence(`Ich stimme zu, und ich darf das für dieses Unternehmen entscheiden: ${employer}`),
};
