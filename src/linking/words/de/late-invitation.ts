import type { Words } from '../catalogue.ts';

export const lateInvitation: Words['lateInvitation'] = {
  subject: (organization, source) => `Verbinden Sie ${source} weiter mit ${organization}`,
  arrived: (organization, source) =>
    `Die Einladung für das Dienstkonto von ${organization} in ${source} ist angekommen.`,
  goOn: 'Ihr früherer Link war da schon abgelaufen. Machen Sie innerhalb von sieben Tagen hier weiter:',
  ignore: 'Wenn Sie das nicht begonnen haben, können Sie diese Mail ignorieren.',
};
