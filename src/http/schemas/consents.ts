import { Type } from 'typebox';
import { DateTime, Nullable, Uuid } from '../../hris/model/index.ts';
import { Language } from './language.ts';
import { ConnectionMethod } from './link-session.ts';

const closed = { additionalProperties: false };

/** See linking/consents-store.ts. */
export const Consent = Type.Object(
  {
    id: Uuid,
    link_session_id: Uuid,
    given_at: DateTime,
    person: Type.Object(
      {
        name: Type.String({ description: 'As the person wrote it.' }),
        told_email: Nullable(
          Type.String({
            description: 'Address of the admin as the link token had it; the person need not be the same.',
          }),
        ),
      },
      closed,
    ),
    employer_name: Type.String(),
    connection_method: ConnectionMethod,
    language: Language('What the text was shown in.'),
    scopes: Type.Array(
      Type.Object({ model_name: Type.String(), fields: Type.Array(Type.String()) }, closed),
      { description: 'What may be read, as it was agreed to.' },
    ),
    text: Type.String({ description: 'Word by word what the person was shown, a line per paragraph.' }),
    text_sha256: Type.String({ description: 'Of the text, hexadecimal.' }),
  },
  { $id: 'Consent', ...closed },
);
