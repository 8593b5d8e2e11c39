import { Type } from 'typebox';
import { DateTime, Nullable, Uuid } from '../../hris/model/index.ts';
import { Branding } from './branding.ts';
import { AccountPermission } from './capabilities.ts';
import { Language } from './language.ts';
import { ConnectionMethod } from './link-session.ts';
import { Component, OneOf } from './parts.ts';

const closed = { additionalProperties: false };

export const EmployerLink = Type.Object(
  {
    id: Uuid,
    url: Type.String({ description: 'Opens the page for whoever has it; the token stands in the fragment.' }),
    expires_at: DateTime,
    is_mailed: Type.Boolean({ description: 'The mail relay took it. False: give the link on yourself.' }),
  },
  { $id: 'EmployerLink', ...closed },
);

const RecordCheck = Type.Object(
  {
    check: Type.String({ description: 'As in `data-quality`.' }),
    affected_count: Type.Integer(),
    total_count: Nullable(Type.Integer()),
    names_people: Type.Boolean({ description: 'Whether the page can list who it is.' }),
  },
  { $id: 'EmployerPageCheck', ...closed },
);

const PageSync = Type.Object(
  {
    fresh_as_of: Nullable(DateTime),
    last_run: Nullable(Type.Object({ state: Type.String(), finished_at: DateTime }, closed)),
    open_run: Nullable(OneOf('queued', 'running')),
    next_at: Nullable(DateTime),
    interval_seconds: Type.Integer(),
    may_ask_at: Nullable({ ...DateTime, description: 'When this link may ask for a sync again; null: now.' }),
    people: Nullable(Type.Integer({ description: 'Whom the source has; null before the first sync.' })),
  },
  { $id: 'EmployerPageSync', ...closed },
);

/** What the employer's own page shows; see employer/employer-page-view.ts. */
export const EmployerPage = Type.Object(
  {
    language: Language('What the words here are in.'),
    organization: Branding,
    integration: Type.Object({ name: Type.String(), slug: Type.String() }, closed),
    company_name: Nullable(Type.String()),
    state: OneOf('connected', 'paused', 'attention', 'not_linked', 'disconnected'),
    connection_method: ConnectionMethod,
    linked_at: Nullable(DateTime),
    paused_at: Nullable(DateTime),
    disconnected_at: Nullable(DateTime),
    sync: Component(PageSync),
    permissions: Type.Array(Component(AccountPermission)),
    scopes: Type.Array(
      Type.Object(
        {
          model: Type.String(),
          title: Type.String(),
          fields: Type.Array(Type.String()),
          sensitive_fields: Type.Array(Type.String()),
        },
        closed,
      ),
    ),
    consent: Nullable(
      Type.Object(
        { given_at: DateTime, person_name: Nullable(Type.String()), text: Nullable(Type.String()) },
        closed,
      ),
    ),
    data_quality: Type.Array(Component(RecordCheck)),
    service_accounts: Type.Array(Type.Object({ name: Type.String(), email: Type.String() }, closed)),
    erase_phrase: Type.String({ description: 'What `erase` must be told, as a person types it.' }),
  },
  { $id: 'EmployerPage', ...closed },
);

export const EmployerPagePerson = Type.Object(
  { id: Uuid, name: Nullable(Type.String()), work_id: Nullable(Type.String()) },
  { $id: 'EmployerPagePerson', ...closed },
);

export const EMPLOYER_PAGE_COMPONENTS = [
  EmployerLink,
  RecordCheck,
  PageSync,
  EmployerPage,
  EmployerPagePerson,
];
