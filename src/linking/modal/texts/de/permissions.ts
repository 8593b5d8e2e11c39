import type { Texts } from '../catalogue.ts';

export const permissions: Texts['permissions'] = {
  checkingTitle: 'Wir prüfen die Berechtigungen',
  checkingLead: (source) => `Wir probieren aus, was ${source} uns lesen lässt. Das dauert ein paar Sekunden.`,
  missingTitle: (count) =>
    count === 1 ? 'Eines lässt sich noch nicht lesen' : `${count} Dinge lassen sich noch nicht lesen`,
  missingLead: {
    service_account: (source) =>
      `Haken Sie die fehlenden Berechtigungen in ${source} an und prüfen Sie dann erneut. Alles andere ist bereit.`,
    credentials: (source) =>
      `Lassen Sie diesem Zugang in ${source} die fehlenden Berechtigungen erteilen und prüfen Sie dann erneut. Alles andere ist bereit.`,
    oauth: (source) =>
      `Die Zustimmung lässt etwas aus. Stimmen Sie dem in ${source} zu. Alles andere ist bereit.`,
  },
  cannotTick: 'Es gibt nichts anzuhaken?',
  cannotTickText: (source) =>
    `Dann wurde der Nutzer ohne „Admin Access“ oder mit einem anderen „Member Type“ angelegt. Entfernen Sie ihn in ${source}, legen Sie ihn mit genau diesen Werten neu an und senden Sie die Einladung. Diese Seite geht von selbst weiter.`,
  agreeAgain: (source) => `In ${source} erneut zustimmen`,
  noneMissingTitle: 'Die Berechtigungen müssen noch einmal geprüft werden',
  noneMissingLead: (source) =>
    `${source} hat noch nicht eindeutig geantwortet. Sonst ist nichts mehr zu tun.`,
  listLabel: 'Berechtigungen',
  isGranted: 'erteilt',
  needs: 'Braucht',
  why: 'Warum',
  where: 'Wo Sie es anhaken',
  states: { granted: 'Erteilt', missing: 'Fehlt', unknown: 'Noch nicht geprüft' },
  unclear: 'Keine eindeutige Antwort',
  checkingState: 'Wird geprüft',
  optional: 'Freiwillig',
  checkAgain: 'Erneut prüfen',
  checking: 'Wird geprüft',
  checkedAt: (time) => `Zuletzt geprüft um ${time}`,
  announceMissing: (names) => `Es fehlt noch: ${names}`,
};
