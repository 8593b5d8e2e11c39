import type { Texts } from '../catalogue.ts';

export const waiting: Texts['waiting'] = {
  noticesTitle: 'Es kam etwas an, aber nicht die Einladung',
  notices: {
    not_authenticated: {
      message:
        'Es kam eine E-Mail an, die nicht nachweislich von dem Absender ist, den sie nennt. Wir haben sie nicht geöffnet.',
      fix: 'Senden Sie die Einladung auf der Seite der neuen Person erneut. Wenn es wieder passiert, bitten Sie um Hilfe.',
    },
    unknown_link: {
      message:
        'Es kam eine E-Mail mit einem Link an, den wir noch nicht kennen. Jemand bei uns sieht ihn sich an.',
      fix: 'Sie müssen nichts tun. Diese Seite geht von selbst weiter, auch wenn Sie sie schließen und wiederkommen.',
    },
    no_invitation: {
      message: 'Es kam eine E-Mail an, in der keine Einladung steht.',
      fix: 'Öffnen Sie die neue Person, sehen Sie nach, ob die Einladung auf „Later“ steht, und senden Sie sie jetzt.',
    },
    already_accepted: {
      message: 'Diese Einladung wurde schon früher angenommen.',
      fix: 'Entfernen Sie die Person, fügen Sie sie mit derselben „Work Email“ neu hinzu und senden Sie eine neue Einladung.',
    },
    not_readable: {
      message: 'Es kam eine E-Mail an, die wir nicht lesen konnten.',
      fix: 'Senden Sie die Einladung auf der Seite der neuen Person erneut.',
    },
    wrong_address: {
      message:
        'Eine E-Mail ging an eine Adresse, die sich von dieser um ein oder zwei Buchstaben unterscheidet.',
      fix: 'Kopieren Sie „Work Email“ von hier, berichtigen Sie sie bei der neuen Person und senden Sie die Einladung erneut.',
    },
  },
  sentAgain: 'Ich habe sie erneut gesendet',
  noting: 'Einen Moment',
  notExpected: 'Das ist nicht mehr nötig: Diese Seite ist schon weiter.',
  lastTime: 'Beim letzten Mal:',
  lateMore: [
    'Eine Einladung kann ablaufen, und sie gilt nur einmal. Wenn jemand anderes sie geöffnet hat, entfernen Sie die Person und fügen Sie sie neu hinzu.',
  ],
  checkInstead: 'Den Nutzer gibt es schon und er funktioniert? Prüfen Sie die Verbindung.',
  check: 'Verbindung prüfen',
  checking: 'Wir prüfen',
  nothingToCheck: 'Es gibt noch nichts zu prüfen. Zuerst muss die Einladung gesendet werden.',
  awayTitle: (source) => `${source} antwortet gerade nicht`,
  away: 'Nichts ist verloren und Sie müssen nichts tun. Wir versuchen es von selbst wieder; diese Seite geht weiter, sobald es klappt.',
  awayNext: (time) => `Nächster Versuch um ${time}.`,
  admin: {
    title: 'Stattdessen an einen Administrator senden',
    lead: (source) =>
      `Hat jemand anderes die Rechte in ${source}? Diese Person bekommt einen Link, mit dem es genau hier weitergeht. Er gilt bis zu sieben Tage; diese Seite bleibt für Sie offen.`,
    name: 'Name des Administrators',
    email: 'E-Mail-Adresse',
    send: 'Link senden',
    sending: 'Wird gesendet',
    sent: 'Der Link ist unterwegs.',
    left: (count) => `E-Mails, die noch gesendet werden können: ${count}`,
    noneLeft: 'Es können keine E-Mails mehr gesendet werden. Kopieren Sie stattdessen den Link.',
    unusable: 'Dieser Name oder diese Adresse geht nicht. Sehen Sie sich beides noch einmal an.',
    refused: 'Von hier kann der Link nicht mehr gesendet werden.',
    copy: 'Link kopieren',
    copying: 'Der Link wird erstellt',
    copied:
      'Der Link ist kopiert. Wer ihn hat, kann hier weitermachen: Geben Sie ihn nur Ihrem Administrator.',
    copyByHand:
      'Kopieren Sie diesen Link. Wer ihn hat, kann hier weitermachen: Geben Sie ihn nur Ihrem Administrator.',
    link: 'Link für den Administrator',
  },
  replace: {
    title: (source) => `Den Nutzer in ${source} ersetzen`,
    lead: (organization) =>
      `Wurde die Adresse weitergegeben, oder soll der Nutzer gehen? Sie bekommen eine neue Adresse für dieselbe Verbindung. ${organization} liest mit dem alten Nutzer weiter, bis der neue funktioniert.`,
    start: 'Neue Adresse holen',
    starting: 'Einen Moment',
    refused: 'Das geht gerade nicht. Warten Sie einen Moment und versuchen Sie es erneut.',
    pending: (email) =>
      `Dieser Nutzer ersetzt ${email}. Lassen Sie den alten bestehen, bis der neue verbunden ist.`,
    done: (email, source) =>
      `Der alte Nutzer wird nicht mehr gebraucht. Entfernen Sie ${email} jetzt in ${source}.`,
  },
};
