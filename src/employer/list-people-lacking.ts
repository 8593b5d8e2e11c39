import { getAccountScopes } from '../accounts/index.ts';
import type { EmployerPagePrincipal } from '../auth/index.ts';
import type { Page, PageRequest } from '../lib/page.ts';
import { listAffectedEmployees } from '../sync/index.ts';
import type { EmployerDeps } from './deps.ts';
import { listPeopleByIds } from './employer-page-store.ts';

/** One person of the employer, by what the employer knows people by. */
export interface NamedPerson {
  id: string;
  name: string | null;
  work_id: string | null;
}

/**
 * Whom a check of a field is about, by name: for the employer, whose people they are. What the scopes leave out is null.
 * @throws AppError not_found, `cursor_invalid`
 */
export async function listPeopleLacking(
  deps: Pick<EmployerDeps, 'db' | 'secrets'>,
  principal: EmployerPagePrincipal,
  input: PageRequest & { check: string },
): Promise<Page<NamedPerson>> {
  const { db, secrets } = deps;
  const page = await listAffectedEmployees({ db, cursorKey: secrets.cursorKey }, principal, input);
  const ids = page.results.map(({ id }) => id);
  const people = ids.length === 0 ? [] : await listPeopleByIds(db, principal, ids);
  const fields = (await getAccountScopes(db, principal)).Employee ?? [];
  const seen = (field: string, text: string | null) => (fields.includes(field) ? text : null);
  const results = ids.map((id) => {
    const person = people.find((one) => one.id === id);
    return {
      id,
      name: seen('display_full_name', person?.display_full_name ?? null),
      work_id: seen('employee_number', person?.employee_number ?? null),
    };
  });
  return { ...page, results };
}
