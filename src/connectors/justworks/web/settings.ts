import { Type, type Static, type TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { ConnectorError } from '../../errors.ts';
import { readHydration } from './page.ts';
import type { WebRemoteSession } from './remote-session.ts';

const SUBJECT = 'company_settings';
const MaybeText = Type.Optional(Type.Union([Type.String(), Type.Null()]));

const CurrentCompany = Type.Object({ id: Type.String({ minLength: 1 }), name: Type.String() });

export const CompanySettings = Type.Object({
  id: Type.String({ minLength: 1 }),
  legal_name: MaybeText,
  display_name: MaybeText,
  ein: MaybeText,
  phone: MaybeText,
});
export type CompanySettings = Static<typeof CompanySettings>;

export const OfficeSettings = Type.Object({
  id: Type.String({ minLength: 1 }),
  name: Type.String(),
  street1: MaybeText,
  street2: MaybeText,
  city: MaybeText,
  state: MaybeText,
  zip: MaybeText,
  country: MaybeText,
  phone: MaybeText,
});
export type OfficeSettings = Static<typeof OfficeSettings>;

export const DepartmentSettings = Type.Object({ id: Type.String({ minLength: 1 }), name: Type.String() });
export type DepartmentSettings = Static<typeof DepartmentSettings>;

export interface EmployerSettings {
  company: CompanySettings;
  offices: OfficeSettings[];
  departments: DepartmentSettings[];
}

/** The employer as every signed-in page names it. */
export async function readCurrentCompany(
  web: WebRemoteSession,
): Promise<{ remoteCompanyId: string; name: string }> {
  const company = await readFrom(
    web,
    web.site.paths.dashboard,
    web.site.hydrationKeys.currentCompany,
    CurrentCompany,
  );
  return { remoteCompanyId: company.id, name: company.name };
}

/** @throws ConnectorError permission_missing without "Edit company settings" */
export async function readSettings(web: WebRemoteSession): Promise<EmployerSettings> {
  const { paths, hydrationKeys } = web.site;
  return {
    company: await readCompanySettings(web),
    offices: await readFrom(web, paths.offices, hydrationKeys.offices, Type.Array(OfficeSettings)),
    departments: await readFrom(
      web,
      paths.departments,
      hydrationKeys.departments,
      Type.Array(DepartmentSettings),
    ),
  };
}

export async function readCompanySettings(web: WebRemoteSession): Promise<CompanySettings> {
  return readFrom(web, web.site.paths.company, web.site.hydrationKeys.company, CompanySettings);
}

async function readFrom<T extends TSchema>(
  web: WebRemoteSession,
  path: string,
  key: string,
  schema: T,
): Promise<Static<T>> {
  const page = await web.open(path, SUBJECT);
  const value = readHydration(page.content, key, SUBJECT);
  if (Value.Check(schema, value)) return value;
  throw new ConnectorError('unexpected_page', `The hydration tag "${key}" is missing or has another shape.`, {
    subject: SUBJECT,
  });
}
