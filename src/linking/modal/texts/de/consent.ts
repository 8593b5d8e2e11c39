import type { Texts } from '../catalogue.ts';

export const consent: Texts['consent'] = {
  name: 'Ihr Name',
  nameHint: 'Er wird zusammen mit dem aufbewahrt, dem Sie zustimmen, und mit der Zeit.',
  nameMissing: 'Bitte schreiben Sie Ihren Namen.',
  authorityMissing:
    'Bitte haken Sie das an, wenn Sie es entscheiden dürfen. Wenn nicht, senden Sie den Link an jemanden, der es darf.',
  need: (source) => `Sie müssen in ${source} Administrator sein. Es dauert etwa fünf Minuten.`,
  agree: 'Zustimmen und weiter',
  agreeing: 'Einen Moment',
  changed: 'Was erbeten wird, hat sich gerade geändert. Bitte lesen Sie es noch einmal.',
  decline: 'Nicht jetzt',
};
