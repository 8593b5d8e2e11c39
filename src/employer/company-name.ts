import { foldName } from '../hris/normalize/text.ts';

interface CompanyNames {
  /** As the source has it. */
  remote_company_name: string | null;
  /** As the partner said. */
  end_user_organization_name: string | null;
}

const UNNAMED = 'ERASE';

export const toCompanyName = (names: CompanyNames): string | null =>
  names.remote_company_name ?? names.end_user_organization_name;

/** What a person types to say that everything shall be erased: the company's name, lest another is erased by mistake. */
export function toErasePhrase(names: CompanyNames): string {
  const name = toCompanyName(names)?.trim() ?? '';
  return name === '' ? UNNAMED : name;
}

/** However it is spelled in capitals and blanks. */
export function isErasePhrase(typed: string, names: CompanyNames): boolean {
  return foldName(typed) === foldName(toErasePhrase(names));
}
