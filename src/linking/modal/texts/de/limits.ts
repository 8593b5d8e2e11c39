import type { Texts } from '../catalogue.ts';

export const limits: Texts['limits'] = {
  tooOften: (wait) => `Das war zu oft. Bitte versuchen Sie es wieder nach dieser Zeit: ${wait}.`,
  tooOftenUnknown: 'Das war zu oft. Bitte versuchen Sie es in ein paar Minuten wieder.',
};
