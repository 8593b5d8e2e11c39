import type { Words } from '../catalogue.ts';

export const adminLink: Words['adminLink'] = {
  subject: (source, organization) => `Bitte verbinden Sie ${source} mit ${organization}`,
  greeting: (name) => `Guten Tag ${name},`,
  why: (source, organization, employer) =>
    `jemand${employer === null ? '' : ` von ${employer}`} bittet Sie, ${source} mit ${organization} zu verbinden. Dafür braucht es jemanden mit Verwaltungsrechten in ${source}.`,
  goOn: (day) => `Hier geht es bis zum ${day} weiter. Was schon erledigt ist, bleibt erhalten:`,
  ignore: 'Wenn Sie nicht wissen, worum es geht, können Sie diese E-Mail ignorieren.',
};
