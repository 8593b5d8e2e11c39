import { confirmCompany } from '../../src/linking/index.ts';

/** The admin says yes to each company that is shown. True when there was one. */
export async function confirmShownCompanies(deps: Parameters<typeof confirmCompany>[0]): Promise<boolean> {
  const waiting = await deps.db
    .selectFrom('link_sessions')
    .select(['organization_id', 'id', 'found_company'])
    .where('state', '=', 'awaiting_confirmation')
    .execute();
  for (const { organization_id: organizationId, id: linkSessionId, found_company } of waiting) {
    await confirmCompany(deps, { organizationId, linkSessionId, companyId: found_company!.id });
  }
  return waiting.length > 0;
}
