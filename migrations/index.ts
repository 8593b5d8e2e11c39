import type { Migration } from 'kysely/migration';
import * as organizationsAndApiKeys from './20261122T040000Z-organizations-and-api-keys.ts';
import * as linkedAccountsAndSealing from './20261122T040100Z-linked-accounts-and-sealing.ts';
import * as linking from './20261122T040200Z-linking.ts';
import * as records from './20261122T040300Z-records.ts';
import * as syncRuns from './20261122T040400Z-sync-runs.ts';
import * as webhooks from './20261122T040500Z-webhooks.ts';
import * as workerHeartbeats from './20261122T040600Z-worker-heartbeats.ts';
import * as mailHeldByItsShape from './20261122T200000Z-mail-held-by-its-shape.ts';
import * as connectorOverrides from './20261122T200100Z-connector-overrides.ts';
import * as sixMoreModels from './20261122T210000Z-six-more-models.ts';
import * as partialCoverage from './20261122T210100Z-partial-coverage.ts';
import * as connectionMethods from './20261122T220000Z-connection-methods.ts';
import * as oauthGrants from './20261122T220100Z-oauth-grants.ts';
import * as sourceEventsAndHub from './20261122T220200Z-source-events-and-hub.ts';
import * as sourceUsageAndPasswordAges from './20261122T230000Z-source-usage-and-password-ages.ts';
import * as versionsLifecyclesAndTheClock from './20261123T000000Z-versions-lifecycles-and-the-clock.ts';
import * as rowsDigestAndFailedModels from './20261123T010000Z-rows-digest-and-failed-models.ts';
import * as stagedSourceStatus from './20261123T020000Z-staged-source-status.ts';
import * as whatAHeldRunFound from './20261123T030000Z-what-a-held-run-found.ts';
import * as daysToComeOfKnownPeople from './20261123T040000Z-days-to-come-of-known-people.ts';
import * as theChangeFeedAndItsEnd from './20261123T050000Z-the-change-feed-and-its-end.ts';
import * as accountHealthAndSourceBreakers from './20261123T070000Z-account-health-and-source-breakers.ts';
import * as changeSummariesAndDataQuality from './20261123T080000Z-change-summaries-and-data-quality.ts';
import * as notificationsAndTheirMails from './20261123T080100Z-notifications-and-their-mails.ts';
import * as indexesOfTheTicker from './20261123T085000Z-indexes-of-the-ticker-and-of-the-missed.ts';
import * as syncRequests from './20261123T086000Z-sync-requests.ts';
import * as whatIsStagedApart from './20261123T090000Z-what-is-staged-apart-from-what-is-found-out.ts';
import * as eventsLookUpNoOrganization from './20261123T091000Z-events-look-up-no-organization.ts';
import * as eventsNameTheirRecord from './20261124T000000Z-events-name-their-record.ts';
import * as rolesOfApiKeys from './20261124T010000Z-roles-of-api-keys.ts';
import * as theAuditTrail from './20261124T010100Z-the-audit-trail.ts';
import * as settingsOfOrganizations from './20261124T010200Z-settings-of-organizations.ts';
import * as linkSessionsOfAnOrganization from './20261124T010300Z-link-sessions-of-an-organization.ts';
import * as rateLimitsAndIdempotencyKeys from './20261124T020000Z-rate-limits-and-idempotency-keys.ts';
import * as scopesAndSealedFields from './20261124T030000Z-scopes-and-sealed-fields.ts';
import * as erasureOfAccounts from './20261124T040000Z-erasure-of-accounts.ts';
import * as ignoredPeople from './20261124T040100Z-ignored-people.ts';
import * as fieldMappingsAndPassthrough from './20261124T050000Z-field-mappings-and-passthrough.ts';
import * as answersToIssuesAndReceivers from './20261124T060000Z-answers-to-issues-and-receivers.ts';
import * as whatWasReadBeforeStays from './20261124T080000Z-what-was-read-before-stays-staged.ts';
import * as secretsFormatsAndAccountsOfEndpoints from './20261125T010000Z-secrets-formats-and-accounts-of-endpoints.ts';
import * as answersBreakersAndReplays from './20261125T020000Z-answers-breakers-and-replays.ts';
import * as issuesAndMailOfAnOrganization from './20261125T020100Z-issues-and-mail-of-an-organization.ts';
import * as linkSessionsThatWait from './20261125T030000Z-link-sessions-that-wait.ts';
import * as linksForAnAdministrator from './20261125T030100Z-links-for-an-administrator.ts';
import * as replacementsOfServiceAccounts from './20261125T030200Z-replacements-of-service-accounts.ts';
import * as turnsAndFoundCompanies from './20261125T040000Z-turns-and-found-companies-of-link-sessions.ts';
import * as languages from './20261125T050000Z-languages.ts';
import * as consents from './20261125T050100Z-consents.ts';
import * as employerLinks from './20261125T060000Z-employer-links.ts';
import * as claimsTouchNoIndex from './20261125T080000Z-claims-touch-no-index.ts';
import * as eventsAreWrittenOnce from './20261126T000000Z-events-are-written-once.ts';
import * as theLastAttemptStands from './20261126T010000Z-the-last-attempt-stands-in-its-delivery.ts';
import * as whatIsPendingStandsApart from './20261127T000000Z-what-is-pending-stands-apart.ts';

/** Every migration, by its file's name. Registered by hand: the order can be read here, nothing is loaded by chance. */
export const migrations: Record<string, Migration> = {
  '20261122T040000Z-organizations-and-api-keys': organizationsAndApiKeys,
  '20261122T040100Z-linked-accounts-and-sealing': linkedAccountsAndSealing,
  '20261122T040200Z-linking': linking,
  '20261122T040300Z-records': records,
  '20261122T040400Z-sync-runs': syncRuns,
  '20261122T040500Z-webhooks': webhooks,
  '20261122T040600Z-worker-heartbeats': workerHeartbeats,
  '20261122T200000Z-mail-held-by-its-shape': mailHeldByItsShape,
  '20261122T200100Z-connector-overrides': connectorOverrides,
  '20261122T210000Z-six-more-models': sixMoreModels,
  '20261122T210100Z-partial-coverage': partialCoverage,
  '20261122T220000Z-connection-methods': connectionMethods,
  '20261122T220100Z-oauth-grants': oauthGrants,
  '20261122T220200Z-source-events-and-hub': sourceEventsAndHub,
  '20261122T230000Z-source-usage-and-password-ages': sourceUsageAndPasswordAges,
  '20261123T000000Z-versions-lifecycles-and-the-clock': versionsLifecyclesAndTheClock,
  '20261123T010000Z-rows-digest-and-failed-models': rowsDigestAndFailedModels,
  '20261123T020000Z-staged-source-status': stagedSourceStatus,
  '20261123T030000Z-what-a-held-run-found': whatAHeldRunFound,
  '20261123T040000Z-days-to-come-of-known-people': daysToComeOfKnownPeople,
  '20261123T050000Z-the-change-feed-and-its-end': theChangeFeedAndItsEnd,
  '20261123T070000Z-account-health-and-source-breakers': accountHealthAndSourceBreakers,
  '20261123T080000Z-change-summaries-and-data-quality': changeSummariesAndDataQuality,
  '20261123T080100Z-notifications-and-their-mails': notificationsAndTheirMails,
  '20261123T085000Z-indexes-of-the-ticker-and-of-the-missed': indexesOfTheTicker,
  '20261123T086000Z-sync-requests': syncRequests,
  '20261123T090000Z-what-is-staged-apart-from-what-is-found-out': whatIsStagedApart,
  '20261123T091000Z-events-look-up-no-organization': eventsLookUpNoOrganization,
  '20261124T000000Z-events-name-their-record': eventsNameTheirRecord,
  '20261124T010000Z-roles-of-api-keys': rolesOfApiKeys,
  '20261124T010100Z-the-audit-trail': theAuditTrail,
  '20261124T010200Z-settings-of-organizations': settingsOfOrganizations,
  '20261124T010300Z-link-sessions-of-an-organization': linkSessionsOfAnOrganization,
  '20261124T020000Z-rate-limits-and-idempotency-keys': rateLimitsAndIdempotencyKeys,
  '20261124T030000Z-scopes-and-sealed-fields': scopesAndSealedFields,
  '20261124T040000Z-erasure-of-accounts': erasureOfAccounts,
  '20261124T040100Z-ignored-people': ignoredPeople,
  '20261124T050000Z-field-mappings-and-passthrough': fieldMappingsAndPassthrough,
  '20261124T060000Z-answers-to-issues-and-receivers': answersToIssuesAndReceivers,
  '20261124T080000Z-what-was-read-before-stays-staged': whatWasReadBeforeStays,
  '20261125T010000Z-secrets-formats-and-accounts-of-endpoints': secretsFormatsAndAccountsOfEndpoints,
  '20261125T020000Z-answers-breakers-and-replays': answersBreakersAndReplays,
  '20261125T020100Z-issues-and-mail-of-an-organization': issuesAndMailOfAnOrganization,
  '20261125T030000Z-link-sessions-that-wait': linkSessionsThatWait,
  '20261125T030100Z-links-for-an-administrator': linksForAnAdministrator,
  '20261125T030200Z-replacements-of-service-accounts': replacementsOfServiceAccounts,
  '20261125T040000Z-turns-and-found-companies-of-link-sessions': turnsAndFoundCompanies,
  '20261125T050000Z-languages': languages,
  '20261125T050100Z-consents': consents,
  '20261125T060000Z-employer-links': employerLinks,
  '20261125T080000Z-claims-touch-no-index': claimsTouchNoIndex,
  '20261126T000000Z-events-are-written-once': eventsAreWrittenOnce,
  '20261126T010000Z-the-last-attempt-stands-in-its-delivery': theLastAttemptStands,
  '20261127T000000Z-what-is-pending-stands-apart': whatIsPendingStandsApart,
};
