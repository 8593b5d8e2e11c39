import type { CapabilityWords } from '../catalogue.ts';

/** Names of menus and of permissions stay as Justworks spells them. */
export const capabilities: CapabilityWords = {
  descriptions: {
    company_settings: {
      unlocks: 'Unternehmen, Standorte und Abteilungen',
      reason:
        'Justworks zeigt diese Einstellungen nur Konten, die sie bearbeiten dürfen; sie werden gelesen und nie geändert.',
    },
    employee_census: {
      unlocks: 'den „Employee Census Report“: Personen, Kontaktdaten, Abteilungen und Führungskräfte',
      reason: 'Justworks gibt den „Employee Census Report“ nur Konten, die alle fünf Berechtigungen haben.',
    },
    work_history: {
      unlocks: 'den „Work History Report“: Stellen, Gehälter und Arten der Beschäftigung im Lauf der Zeit',
      reason: 'Justworks gibt den „Work History Report“ nur Konten, die alle fünf Berechtigungen haben.',
    },
    company_basic: {
      unlocks: 'Unternehmen, Standorte und Abteilungen',
      reason: 'Personen werden mit dem Standort und der Abteilung gezeigt, zu denen sie gehören.',
    },
    company_detail: {
      unlocks: 'die Arbeitgebernummer (EIN) des Unternehmens',
      reason: 'An der Nummer ist zu erkennen, dass zwei Verbindungen zum selben Unternehmen führen.',
    },
    member_basic: {
      unlocks: 'Personen: Namen, berufliche E-Mail-Adressen, Abteilungen, Standorte und Führungskräfte',
      reason: 'Daraus besteht die Personalliste.',
    },
    member_detail: {
      unlocks: 'Ein- und Austrittsdaten, Telefonnummern, Privatadressen und private E-Mail-Adressen',
      reason: 'Ohne Daten ist nicht zu erkennen, wer anfängt und wer geht.',
    },
    member_employment: {
      unlocks: 'Stellen und Arten der Beschäftigung im Lauf der Zeit',
      reason: 'Aus jedem Wechsel der Stelle wird ein Beschäftigungsverhältnis.',
    },
    member_pay: {
      unlocks: 'Gehälter und Zahlungsrhythmen im Lauf der Zeit',
      reason: 'Zu einem Beschäftigungsverhältnis gehört das Gehalt.',
    },
    member_birth_date: {
      unlocks: 'Geburtsdaten',
      reason: 'Am Geburtsdatum sind zwei Personen gleichen Namens zu unterscheiden.',
    },
    payroll: {
      unlocks: 'Abrechnungsläufe',
      reason: 'Abrechnungsläufe sagen, wann gezahlt wird.',
    },
    paystub: {
      unlocks: 'Gehaltsabrechnungen mit Bezügen, Abzügen und Steuern, und Abrechnungsgruppen',
      reason: 'Gehaltsabrechnungen sagen, was jede Person bekommt.',
    },
    time_off: {
      unlocks: 'Abwesenheiten und Urlaubskonten',
      reason: 'Abwesenheiten und was von ihnen übrig ist, werden hier gelesen.',
    },
    member_tax_id: {
      unlocks: 'Sozialversicherungsnummern (SSN)',
      reason: 'Nur für Zwecke, die die Nummer selbst brauchen.',
    },
    member_sex: {
      unlocks: 'das bei der Geburt eingetragene Geschlecht, nur in Rohdaten',
      reason: 'Es wird nie als Geschlechtsidentität verstanden.',
    },
  },
  fixes: {
    service_account: (permissions) =>
      `Öffnen Sie in Justworks Company > Permissions, bearbeiten Sie das Dienstkonto und haken Sie an: ${permissions.join(', ')}.`,
    credentials: (permissions) =>
      'Lassen Sie in Justworks jemanden mit Administratorrechten Company > Permissions öffnen, den Nutzer bearbeiten, ' +
      `dessen Zugang hier angegeben wurde, und anhaken: ${permissions.join(', ')}.`,
    oauth: () =>
      'Verbinden Sie Justworks erneut und wählen Sie auf dessen Seite „Authorize“, als Administrator, der Angestellte verwalten darf.',
  },
};
