import type { Texts } from '../catalogue.ts';

export const methods: Texts['methods'] = {
  another: 'Auf anderem Weg verbinden',
  choosing: 'Einen Moment',
  service_account: {
    step: 'Nutzer anlegen',
    title: (organization) => `Einen Nutzer für ${organization} hinzufügen`,
    text: (organization, source) =>
      `Sie fügen ${organization} in ${source} als Nutzer hinzu und wählen, was er sehen darf. Ihr eigenes Passwort bleibt bei Ihnen.`,
    choose: 'Stattdessen einen Nutzer hinzufügen',
  },
  credentials: {
    step: 'Zugang',
    title: (_organization, source) => `Einen ${source}-Zugang eingeben`,
    text: (organization, source) =>
      `Sie geben Benutzernamen, Passwort und Authenticator-Schlüssel eines Administrators in ${source} ein. Sie werden verschlüsselt aufbewahrt, und ${organization} sieht sie nie.`,
    choose: 'Stattdessen einen Zugang eingeben',
  },
  oauth: {
    step: 'Zustimmung',
    title: (_organization, source) => `In ${source} zustimmen`,
    text: (_organization, source) =>
      `Sie melden sich bei ${source} an und stimmen dort zu. Kein Passwort wird weitergegeben.`,
    choose: 'Stattdessen dort zustimmen',
  },
};
