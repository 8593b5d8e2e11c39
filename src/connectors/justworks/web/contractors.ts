import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { ConnectorError } from '../../errors.ts';
import { readHydration } from './page.ts';
import type { WebRemoteSession } from './web-session.ts';

const SUBJECT = 'contractors';
const MaybeText = Type.Optional(Type.Union([Type.String(), Type.Null()]));

/** A contractor as the page shows one; blanks are left out. */
export const ContractorEntry = Type.Object({
  id: Type.String({ minLength: 1 }),
  work_id: MaybeText,
  first_name: MaybeText,
  last_name: MaybeText,
  preferred_name: MaybeText,
  work_email: MaybeText,
  personal_email: MaybeText,
  cell_phone: MaybeText,
  title: MaybeText,
  department: MaybeText,
  office: MaybeText,
  /** YYYY-MM-DD, like `end_date`. */
  start_date: MaybeText,
  end_date: MaybeText,
  status: MaybeText,
  member_type: MaybeText,
  manager_email: MaybeText,
});
export type ContractorEntry = Static<typeof ContractorEntry>;

/** Null: the page is refused to this account, or is none that we know. */
export async function readContractors(web: WebRemoteSession): Promise<ContractorEntry[] | null> {
  try {
    const page = await web.open(web.site.paths.contractors, SUBJECT);
    const contractors = readHydration(page.content, web.site.hydrationKeys.contractors, SUBJECT);
    return Value.Check(Type.Array(ContractorEntry), contractors) ? contractors : null;
  } catch (error) {
    const isUnseen =
      error instanceof ConnectorError && ['permission_missing', 'unexpected_page'].includes(error.code);
    if (!isUnseen) throw error;
    return null;
  }
}
