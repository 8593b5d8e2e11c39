import type { Texts } from '../catalogue.ts';

export const confirm: Texts['confirm'] = {
  title: 'Ist das das richtige Unternehmen?',
  lead: (organization, source) =>
    `Alles ist erteilt. Dieses Unternehmen in ${source} wird ${organization} lesen.`,
  people: (count) => `${count} Personen`,
  onePerson: '1 Person',
  yes: 'Ja, verbinden',
  connecting: 'Wird verbunden',
  no: 'Nein, ein anderes',
  declining: 'Einen Moment',
  untilThen: 'Gelesen wurde noch nichts.',
};
