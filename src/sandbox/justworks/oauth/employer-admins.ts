import { invalidInput, notFound } from '../../../lib/app-error.ts';
import { emailDomainOf, type Company } from '../company/company.ts';
import { SeededRandom } from '../company/seeded-random.ts';

/** Somebody of the employer who may sign in to give consent. The password is shown: this is a sandbox. */
export interface EmployerAdmin {
  userName: string;
  password: string;
  /** Without "Manage employees" an integration can't be authorized. */
  canManageEmployees: boolean;
  companies: AdminCompany[];
}

/** A company of a log-in. Only the first one has people; the others are there to be chosen by mistake. */
export interface AdminCompany {
  id: string;
  name: string;
}

/** The employer's admins. */
export class EmployerAdmins {
  private readonly admins: EmployerAdmin[];
  private readonly company: Company;

  constructor(company: Company) {
    this.company = company;
    const domain = emailDomainOf(company.legalName);
    const own = { id: company.id, name: company.displayName };
    this.admins = [
      {
        userName: `admin@${domain}`,
        password: 'sandbox admin password',
        canManageEmployees: true,
        companies: [own],
      },
      {
        userName: `limited.admin@${domain}`,
        password: 'sandbox limited password',
        canManageEmployees: false,
        companies: [own],
      },
    ];
  }

  list(): readonly EmployerAdmin[] {
    return this.admins;
  }

  signIn(userName: string, password: string): EmployerAdmin | undefined {
    const wanted = userName.trim().toLowerCase();
    return this.admins.find((admin) => admin.userName === wanted && admin.password === password);
  }

  /** The log-in holds these companies too; none takes it back to one. */
  setOtherCompanies(userName: string, names: unknown): EmployerAdmin {
    const admin = this.admins.find((candidate) => candidate.userName === userName);
    if (!admin) throw notFound('admin');
    if (!isListOfNames(names)) {
      throw invalidInput('invalid_field', 'names must be an array of names.', '/names');
    }
    const others = names.map((name) => ({ id: otherCompanyId(this.company.id, name), name }));
    admin.companies = [admin.companies[0]!, ...others];
    return admin;
  }
}

function otherCompanyId(companyId: string, name: string): string {
  return `company_${new SeededRandom(`${companyId}/${name}`).base32Id()}`;
}

function isListOfNames(names: unknown): names is string[] {
  return Array.isArray(names) && names.every((name) => typeof name === 'string' && name !== '');
}
