import { Type } from 'typebox';
import { Nullable } from '../../hris/model/index.ts';

/** What a page for an employer shows of the organization; see linking/branding.ts. */
export const Branding = Type.Object(
  {
    name: Type.String(),
    support_contact: Nullable(Type.String()),
    logo_url: Nullable(Type.String()),
    color: Nullable(Type.String()),
  },
  { additionalProperties: false },
);
