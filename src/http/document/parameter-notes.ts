import type { Parameter } from './document-types.ts';
import { exampleOf } from '../../lib/examples/example-of.ts';

/** What a parameter of this name means wherever it is taken; a route that means something else says so itself. */
const NOTES: Record<string, string> = {
  account_token: 'Only those of the linked account with this token.',
  as_of: 'A day, YYYY-MM-DD: what was known at its end.',
  category: 'Only linked accounts of this category.',
  check: 'The name of the check.',
  common_models: 'Only those of these models.',
  cursor: '`next` or `previous` of an answer before, with the same filters.',
  display_full_name: 'Only with exactly this full name.',
  employee_number: 'Only with this number at the employer.',
  employment_status: 'Only with this status.',
  employment_type: 'Only with this type of employment.',
  end_date: 'Only what happened before.',
  end_user_email_address: 'Only of the end user with this address.',
  end_user_organization_name: 'Only of the end user with this name.',
  end_user_origin_id: 'Only of the end user with this id of yours.',
  end_user_origin_ids: 'Only of the end users with these ids of yours; comma-joined, repeated or both.',
  event_type: 'Only events of this type.',
  exclude_remote_field_metadata: 'Leaves out what is known of the remote fields.',
  expand: 'Relations to answer with the record in place of its id; comma-joined, repeated or both.',
  first_name: 'Only with exactly this first name.',
  groups: 'Only those who are in one of these groups; comma-joined, repeated or both.',
  id: 'The id, a uuid.',
  ids: 'Only those with one of these ids; comma-joined, repeated or both.',
  include_deleted_data: 'Also what is gone at the source, with `remote_was_deleted: true`.',
  include_duplicates: 'Without effect: an origin id has one account.',
  include_example_values: 'Also some values as the source gives them; needs the role `sensitive`.',
  include_muted: 'Also what was muted.',
  include_remote_data: 'Also what the source itself said, as `remote_data`.',
  include_sensitive_fields: 'Also the sensitive fields that the scopes grant; needs the role `sensitive`.',
  include_shell_data: 'Without effect: there are no shell records.',
  integration: 'The slug of the integration.',
  integration_name: 'Only of this integration.',
  is_commonly_used_as_team: 'Only groups that are, or are not, used as teams.',
  is_debug_mode: 'Also the log of the call to the source.',
  is_test_account: 'Only test accounts, or only real ones.',
  job_title: 'Only with exactly this job title.',
  last_name: 'Only with exactly this last name.',
  location_type: 'Only places of this type.',
  model: 'Only of this model.',
  names: 'Only with one of these names; comma-joined, repeated or both.',
  order_by: 'The order; with a minus, the last first.',
  page_size: '30 unless given; at most 100.',
  personal_email: 'Only with this personal address.',
  policy_type: 'Only of policies of this type.',
  public_token: 'What the modal handed to `onSuccess`; works once, within 10 minutes.',
  recipient: 'The address that the message was sent to.',
  remote_data_iteration_count: 'Without effect: every remote record is looked at.',
  remote_fields: 'Fields to answer in the words of the source; comma-joined, repeated or both.',
  remote_id: 'Only the record with this id at the source.',
  request_type: 'Only requests of this type.',
  role: 'Only with this role.',
  run_async: 'Without effect: the answer comes at once.',
  run_id: 'The id of the sync run, a uuid.',
  run_type: 'Only runs of this type.',
  show_enum_origins: 'Fields to answer in the words of the source; comma-joined, repeated or both.',
  start_date: 'Only what happened since.',
  state: 'Only those in this state.',
  status: 'Only those with this status.',
  to: 'The address that the message was sent to, under its other name.',
  types: 'Only of one of these types; comma-joined, repeated or both.',
  user_email: 'Only what this person did.',
  work_email: 'Only with this work address.',
  'If-None-Match': 'The `ETag` of an answer before: 304 without a body where it still stands.',
  'Idempotency-Key':
    'Up to 255 characters of your own. The same key with the same request gives the first answer again, for 24 hours.',
};

/** Families of names that mean the same of whatever they name. */
const FAMILIES: [RegExp, (subject: string) => string][] = [
  [/^(\w+)_after$/, (subject) => `Only what was ${subject} at this instant or later.`],
  [/^(\w+)_before$/, (subject) => `Only what was ${subject} before this instant.`],
  [/^(\w+)_ids?$/, (subject) => `Only those of this ${subject}.`],
];

/**
 * Gives every parameter a description and an example. Optional ones carry theirs in the schema: the reference page fills
 * a parameter's own example in, and a call with every filter filled in finds nothing.
 */
export function noteParameter(parameter: Parameter): void {
  const description = parameter.description ?? descriptionOf(parameter.name);
  if (description !== undefined) parameter.description = description;
  const example = exampleOf(parameter.schema, {}, parameter.name);
  if (parameter.in === 'path') parameter.example ??= example;
  else parameter.schema.examples ??= [example];
}

function descriptionOf(name: string): string | undefined {
  if (NOTES[name] !== undefined) return NOTES[name];
  for (const [pattern, describe] of FAMILIES) {
    const subject = pattern.exec(name)?.[1];
    if (subject !== undefined) return describe(subject.replaceAll('_', ' '));
  }
  return undefined;
}
