import type { ProblemWords } from '../catalogue.ts';

const ADD_AGAIN =
  'Entfernen Sie das Dienstkonto in Justworks und fügen Sie es mit derselben E-Mail-Adresse wieder hinzu.';
const TRY_AGAIN =
  'Warten Sie ein paar Minuten und prüfen Sie dann erneut. Wenn es so bleibt, schreiben Sie an den Support.';
const ASK_SUPPORT = 'Schreiben Sie an den Support; in Justworks müssen Sie nichts ändern.';
const AUTHORIZE_AGAIN = 'Öffnen Sie Justworks von hier aus erneut und stimmen Sie noch einmal zu.';

export const problems: ProblemWords = {
  any: {
    permission_unknown: {
      message: 'Justworks hat nicht eindeutig gesagt, ob jede Berechtigung erteilt ist.',
      fix: TRY_AGAIN,
    },
    challenge_page: {
      message: 'Justworks wollte von unserem Dienst einen Nachweis, dass er ein Mensch ist.',
      fix: TRY_AGAIN,
    },
    session_expired: {
      message: 'Dieser Link ist abgelaufen.',
      fix: 'Bitten Sie das Unternehmen, das Sie hierher geschickt hat, um einen neuen Link.',
    },
    budget_spent: {
      message:
        'Wir haben uns heute schon so oft bei Justworks angemeldet, wie wir es uns an einem Tag erlauben.',
      fix: 'Kommen Sie morgen wieder und prüfen Sie dann erneut.',
    },
    signed_out: {
      message: 'Justworks hat unsere Sitzung immer wieder beendet.',
      fix: 'Warten Sie ein paar Minuten und versuchen Sie es dann erneut. Wenn es so bleibt, schreiben Sie an den Support.',
    },
    company_left: {
      message: 'Laut Justworks ist dieses Unternehmen dort kein Kunde mehr.',
      fix: 'Wenn das nicht stimmt, schreiben Sie an den Support.',
    },
  },
  service_account: {
    bad_credentials: { message: 'Justworks hat das Passwort des Dienstkontos abgelehnt.', fix: ADD_AGAIN },
    password_expired: {
      message: 'Das Passwort des Dienstkontos ist in Justworks abgelaufen.',
      fix: ADD_AGAIN,
    },
    code_refused: {
      message: 'Justworks hat den Authenticator-Code des Dienstkontos abgelehnt.',
      fix: ADD_AGAIN,
    },
    authenticator_missing: {
      message: 'Für das Dienstkonto ist ein anderer Authenticator eingerichtet als unserer.',
      fix: ADD_AGAIN,
    },
    wrong_company: {
      message:
        'Die Einladung kam aus einem anderen Unternehmen in Justworks als dem, das vorher verbunden war.',
      fix: 'Fügen Sie das Dienstkonto in dem Unternehmen hinzu, das vorher verbunden war.',
    },
    second_factor_unsupported: {
      message: 'Justworks verlangt vom Dienstkonto einen anderen zweiten Faktor als unseren Authenticator.',
      fix: ADD_AGAIN,
    },
    company_declined: {
      message: 'Die Einladung kam aus einem anderen Unternehmen als dem, das Sie verbinden möchten.',
      fix: 'Entfernen Sie das Dienstkonto in jenem Unternehmen. Melden Sie sich dann in Justworks beim richtigen an und fügen Sie es dort mit denselben Werten hinzu.',
    },
    invitation_used: { message: 'Jemand anderes hat die Einladung benutzt.', fix: ADD_AGAIN },
    invitation_taken: {
      message: 'Jemand anderes hat die Einladung benutzt und ein Passwort gesetzt.',
      fix: ADD_AGAIN,
    },
    invitation_expired: {
      message: 'Die Einladung ist abgelaufen.',
      fix: 'Senden Sie die Einladung auf der Seite des Dienstkontos in Justworks erneut.',
    },
    invitation_demands_person: {
      message: 'Die Einladung fragt nach Angaben, die nur ein Mensch machen kann.',
      fix: 'Prüfen Sie, ob der Mitgliedstyp (Member Type) „3rd Party Admin / Accountant“ ist, und senden Sie die Einladung dann erneut.',
    },
    permission_missing: {
      message: 'Dem Dienstkonto fehlt eine Berechtigung, die gebraucht wird.',
      fix: 'Erteilen Sie die Berechtigungen, die als fehlend markiert sind, und prüfen Sie dann erneut.',
    },
  },
  credentials: {
    bad_credentials: {
      message: 'Justworks hat diesen Benutzernamen und dieses Passwort nicht angenommen.',
      fix: 'Probieren Sie beides selbst bei Justworks aus und geben Sie es hier dann noch einmal ein.',
    },
    password_expired: {
      message: 'Dieses Passwort ist in Justworks abgelaufen.',
      fix: 'Setzen Sie in Justworks ein neues Passwort und geben Sie es hier ein.',
    },
    code_refused: {
      message: 'Justworks hat den Code dieses Authenticators nicht angenommen.',
      fix: 'Kopieren Sie den Einrichtungsschlüssel des Authenticators erneut; gemeint ist der lange Schlüssel, nicht die sechs Ziffern.',
    },
    authenticator_missing: {
      message: 'Dieser Zugang hat in Justworks keinen Authenticator, oder er wurde zurückgesetzt.',
      fix: 'Richten Sie in Justworks eine Authenticator-App ein und geben Sie deren Einrichtungsschlüssel hier ein.',
    },
    wrong_company: {
      message: 'Dieser Zugang öffnet ein anderes Unternehmen in Justworks als das, das vorher verbunden war.',
      fix: 'Geben Sie den Zugang eines Administrators des Unternehmens ein, das vorher verbunden war.',
    },
    company_declined: {
      message:
        'Dieser Zugang öffnet ein anderes Unternehmen als das, das Sie verbinden möchten. Wir haben ihn gelöscht.',
      fix: 'Geben Sie den Zugang eines Administrators des richtigen Unternehmens ein.',
    },
    second_factor_unsupported: {
      message:
        'Justworks verlangt für diesen Zugang eine SMS, einen Anruf oder einen Passkey; darauf kann nur ein Mensch antworten.',
      fix: 'Richten Sie dafür in Justworks unter Account settings eine Authenticator-App ein und geben Sie deren Einrichtungsschlüssel hier ein. Oder verbinden Sie auf einem anderen Weg.',
    },
    sign_in_interrupted: {
      message: 'Die Anmeldung wurde auf unserer Seite unterbrochen.',
      fix: 'Geben Sie den Zugang noch einmal ein.',
    },
    permission_missing: {
      message: 'Diesem Zugang fehlt eine Berechtigung, die gebraucht wird.',
      fix: 'Lassen Sie diesem Nutzer die Berechtigungen erteilen, die als fehlend markiert sind, und prüfen Sie dann erneut.',
    },
  },
  oauth: {
    authorization_denied: {
      message: 'Die Verbindung wurde in Justworks abgelehnt.',
      fix: 'Wenn das ein Versehen war, öffnen Sie Justworks von hier aus erneut und stimmen Sie zu.',
    },
    authorization_failed: {
      message: 'Justworks konnte die Zustimmung nicht abschließen.',
      fix: AUTHORIZE_AGAIN,
    },
    authorization_lost: {
      message: 'Die Zustimmung wurde gegeben, aber die Antwort ging auf unserer Seite verloren.',
      fix: AUTHORIZE_AGAIN,
    },
    code_refused: { message: 'Justworks hat die Zustimmung nicht bestätigt.', fix: AUTHORIZE_AGAIN },
    grant_ended: { message: 'Die Zustimmung wurde in Justworks zurückgenommen.', fix: AUTHORIZE_AGAIN },
    bad_credentials: { message: 'Justworks hat die Zustimmung nicht bestätigt.', fix: AUTHORIZE_AGAIN },
    wrong_company: {
      message:
        'Die Zustimmung wurde für ein anderes Unternehmen in Justworks gegeben als das, das vorher verbunden war.',
      fix: 'Öffnen Sie Justworks von hier aus erneut und wählen Sie das Unternehmen, das vorher verbunden war.',
    },
    company_declined: {
      message:
        'Die Zustimmung wurde für ein anderes Unternehmen gegeben als das, das Sie verbinden möchten. Sie wurde zurückgenommen.',
      fix: 'Öffnen Sie Justworks von hier aus erneut und wählen Sie dort das richtige Unternehmen.',
    },
    permission_missing: {
      message: 'Die Zustimmung lässt etwas aus, das gebraucht wird.',
      fix: 'Öffnen Sie Justworks von hier aus erneut und stimmen Sie allem zu, was als fehlend markiert ist.',
    },
  },
  other: { message: 'Justworks hat nicht so geantwortet, wie wir es erwartet haben.', fix: ASK_SUPPORT },
};
