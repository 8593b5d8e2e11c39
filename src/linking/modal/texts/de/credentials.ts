import type { Texts } from '../catalogue.ts';

export const credentials: Texts['credentials'] = {
  title: (source) => `Geben Sie Ihren ${source}-Zugang ein`,
  lead: (organization, source) =>
    `Er muss in ${source} zu einem Administrator gehören. Er wird verschlüsselt aufbewahrt; ${organization} sieht ihn nie.`,
  userName: 'Benutzername oder E-Mail-Adresse',
  password: 'Passwort',
  authenticatorSecret: 'Einrichtungsschlüssel der Authenticator-App',
  authenticatorHint: (source) =>
    `Der lange Schlüssel, den ${source} beim Einrichten einer Authenticator-App zeigt, nicht die sechs Ziffern der App.`,
  whereKey: 'Wo finde ich den Einrichtungsschlüssel?',
  whereKeyText: (source) =>
    `${source} zeigt ihn einmal, wenn eine Authenticator-App eingerichtet wird: Wählen Sie in Ihren Einstellungen bei der Zwei-Faktor-Authentifizierung, dass Sie den Code nicht scannen können. Ist Ihre App schon eingerichtet, richten Sie sie neu ein und verwahren Sie den Schlüssel.`,
  show: 'Passwort und Einrichtungsschlüssel zeigen',
  give: 'Verbinden',
  giving: 'Wird gesendet',
  unusable:
    'Dieser Einrichtungsschlüssel ist nicht lesbar. Kopieren Sie den langen Schlüssel erneut; gemeint sind nicht die sechs Ziffern.',
  knownWrong:
    'Dieser Zugang wurde schon einmal abgelehnt. Er wird nicht noch einmal versucht, damit er nicht gesperrt wird.',
  codeGiven:
    'Das sind die Ziffern, die die App zeigt und die sich alle halbe Minute ändern. Der Einrichtungsschlüssel ist der lange Text, der beim Einrichten der App gezeigt wurde.',
  attemptsLeft: (count) =>
    count === 1
      ? 'Noch ein Versuch. Wird auch er abgelehnt, machen wir eine Pause, damit Ihr Zugang nicht gesperrt wird.'
      : `Noch ${count} Versuche. Dann machen wir eine Pause, damit Ihr Zugang nicht gesperrt wird.`,
  closedTitle: 'Im Moment keine weiteren Versuche',
  closedText: (source, time) =>
    `Mehrere Zugänge wurden abgelehnt. Damit ${source} Ihren nicht sperrt, nehmen wir vorerst keinen weiteren an. Nächster Versuch: ${time}. Diese Seite öffnet das Formular dann von selbst wieder.`,
  closedFixes: (source) => [
    `Melden Sie sich selbst bei ${source} an, um Benutzername und Passwort sicher zu wissen.`,
    `Wenn Sie keinen Einrichtungsschlüssel haben, richten Sie die Authenticator-App in ${source} neu ein und behalten Sie den langen Schlüssel, der dabei gezeigt wird.`,
    'Oder verbinden Sie auf einem anderen Weg, wenn unten einer angeboten wird.',
  ],
  kept: (source) =>
    `Er wird einmal versucht. Lehnt ${source} ihn ab, fragen wir Sie erneut und versuchen ihn kein zweites Mal.`,
};
