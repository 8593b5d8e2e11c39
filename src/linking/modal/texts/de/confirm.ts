import type { Texts } from '../catalogue.ts';

export const confirm: Texts['confirm'] = {
  title: 'Ist das das richtige Unternehmen?',
  lead: (organization, source) =>
    `Alles ist erteilt. Dieses Unternehmen in ${source} wird ${organization} lesen.`,
  size: {
    roster: (count, inDigits) => (count === 1 ? '1 Person' : `${inDigits} Personen`),
    directory: (count, inDigits) =>
      count === 1 ? '1 Person im Verzeichnis' : `${inDigits} Personen im Verzeichnis`,
  },
  yes: 'Ja, verbinden',
  connecting: 'Wird verbunden',
  no: 'Nein, ein anderes',
  declining: 'Einen Moment',
  untilThen: 'Gelesen wurde noch nichts.',
  untilThenCounted: 'Die Personen wurden nur gezählt: Gespeichert ist von ihnen noch nichts.',
};
