import type { Texts } from '../catalogue.ts';

/** What stands in the source's own pages and forms is not translated. */
export const guide: Texts['guide'] = {
  title: (organization, source) => `Fügen Sie in ${source} den Nutzer von ${organization} hinzu`,
  lead: (source) =>
    `Öffnen Sie ${source} in einem zweiten Tab oder Fenster und lassen Sie diese Seite offen. Sie geht von selbst weiter, wenn die Einladung ankommt.`,
  open: 'Öffnen Sie das Formular',
  openText: (source) => `Melden Sie sich in ${source} als Administrator an und gehen Sie zu:`,
  path: ['Employees', 'Add', 'Add third party or temp', 'Add 3rd-party'],
  pathNote:
    'Scrollen Sie nach unten und klappen Sie „Add third party or temp“ auf, um den letzten Punkt zu finden. In neueren Menüs ist der Weg Manage › Third Party › Add.',
  fill: 'Füllen Sie das Formular aus',
  fillText:
    'Verwenden Sie genau diese Werte. Ein Wert wird abgehakt, wenn Sie ihn kopieren, oder Sie haken ihn selbst ab.',
  copy: 'Kopieren',
  copied: 'Kopiert',
  copyDone: (label) => `${label} kopiert`,
  copyByHand: (label) =>
    `${label} ist markiert. Kopieren Sie den Wert mit der Tastatur oder dem Menü Ihres Telefons.`,
  tickField: (label) => `${label} ist ausgefüllt`,
  filled: (done, count) => `${done} von ${count} ausgefüllt`,
  send: 'Senden Sie die Einladung',
  sendText: 'Wählen Sie am Ende des Formulars:',
  sendLabel: 'Send Invitation to',
  sendValue: 'Work Email, Now',
  sendNote: (email) => `Die Einladung muss an ${email} gehen, und zwar sofort, nicht „Later“.`,
  tick: 'Haken Sie diese Berechtigungen an',
  tickText: (source) =>
    `Wenn ${source} nach Berechtigungen fragt, haken Sie alle diese an. Wir prüfen sie im nächsten Schritt mit Ihnen zusammen.`,
  tickPermission: (name) => `${name} ist angehakt`,
  optional: 'freiwillig',
  unlocks: (count) => (count === 1 ? 'Damit können wir lesen:' : 'Zusammen können wir damit lesen:'),
  waiting: 'Wir warten auf die Einladung',
  waitingNote: 'Sie kommt meist eine Minute nach dem Senden an.',
  late: 'Die Einladung kommt nicht an?',
  lateFixes: (email, source) => [
    `Öffnen Sie die neue Person in ${source} und vergleichen Sie „Work Email“ Buchstabe für Buchstabe mit ${email}.`,
    'Wenn die Einladung auf „Later“ gestellt wurde, senden Sie sie jetzt.',
    'Wenn sie an eine private E-Mail-Adresse ging, senden Sie sie erneut an „Work Email“.',
    'Prüfen Sie, ob „Member Type“ auf „3rd Party Admin / Accountant“ steht. Wenn nicht, entfernen Sie die Person und fügen Sie sie neu hinzu.',
  ],
};
