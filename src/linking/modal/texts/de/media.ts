import type { Texts } from '../catalogue.ts';

export const media: Texts['media'] = {
  pictures: {
    open: 'Das Menü an der Seite, darin ist „Employees“ markiert; daneben der Knopf „Add“, das Aufklappfeld „Add third party or temp“ und darin „Add 3rd-party“, nummeriert von eins bis vier.',
    fill: 'Ein Formular: „Member Type“ ist „3rd Party Admin / Accountant“, „Admin Access“ ist „Yes“; „First Name“, „Last Name“, „Title“ und „Work Email“ sind eingefügt.',
    send: 'Das Ende des Formulars: „Work Email“ und „Now“ sind gewählt, „Personal Email“ und „Later“ durchgestrichen; ein Pfeil führt zu „Save“.',
    tick: 'Eine Liste von Berechtigungen, jede angehakt, und darunter der Knopf „Save permissions“.',
    key: 'Unter dem Code zum Scannen steht ein langer Schlüssel, der markiert ist. Die sechs Ziffern auf einem Telefon sind durchgestrichen.',
    agree:
      'Ein Knopf öffnet ein zweites Fenster. Dort sind eine Liste dessen, was gelesen wird, ein Kästchen und der Knopf „Authorize“ nummeriert.',
  },
  film: {
    watch: 'Sehen Sie, wie es geht (eine halbe Minute)',
    label: 'Film der Schritte, ohne Ton, mit Untertiteln',
    note: 'Aufgenommen mit einer Übungsfassung der Seiten; Ihre sehen etwas anders aus.',
    unplayable:
      'Ihr Browser kann diesen Film nicht zeigen. Alles, was er zeigt, steht auch auf dieser Seite.',
  },
};
