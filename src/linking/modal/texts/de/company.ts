import type { Texts } from '../catalogue.ts';

export const company: Texts['company'] = {
  title: 'Welches Unternehmen möchten Sie verbinden?',
  lead: (organization, source) =>
    `Zu diesem Zugang gehören mehrere Unternehmen in ${source}. ${organization} liest das, das Sie wählen.`,
  choosing: 'Einen Moment',
  none: 'Keines davon: anderen Zugang verwenden',
};
