import type { Texts } from '../catalogue.ts';

export const failed: Texts['failed'] = {
  title: 'Wir konnten die Verbindung nicht abschließen',
  lead: 'Nichts ist verloren. Hier steht, was passiert ist und was zu tun ist.',
  unknown: {
    message: 'Etwas Unerwartetes ist passiert.',
    fix: 'Versuchen Sie es erneut. Wenn es wieder passiert, bitten Sie um Hilfe.',
  },
  fix: 'Was zu tun ist',
  code: (code) => `Code für den Support: ${code}`,
  tryAgain: 'Erneut versuchen',
  trying: 'Wir versuchen es erneut',
  needsInvitation:
    'Von selbst geht es hier nicht weiter: Senden Sie zuerst eine neue Einladung, wie oben beschrieben.',
  formAgain: 'Die Werte für das Formular noch einmal zeigen',
  movesOn: 'Wenn eine neue Einladung ankommt, geht diese Seite von selbst weiter.',
};
