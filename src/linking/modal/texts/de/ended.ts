import type { Texts } from '../catalogue.ts';

export const ended: Texts['ended'] = {
  expiredTitle: 'Dieser Link ist abgelaufen',
  expiredText: (organization) =>
    `Zu Ihrer Sicherheit gelten Links nur kurze Zeit. Öffnen Sie die Verbindung in ${organization} erneut; Sie machen dort weiter, wo Sie aufgehört haben.`,
  expiredTextUnknown:
    'Zu Ihrer Sicherheit gelten Links nur kurze Zeit. Öffnen Sie die Verbindung dort erneut, wo Sie diesen Link gefunden haben; Sie machen dort weiter, wo Sie aufgehört haben.',
  missingTitle: 'Diese Seite braucht einen Link',
  missingText:
    'Sie wurde ohne Link geöffnet, oder der Link wurde abgeschnitten. Öffnen Sie die Verbindung erneut in dem Produkt, das Sie hierher geschickt hat.',
};
