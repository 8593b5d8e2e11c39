import { AppError, invalidInput, notFound } from '../../../lib/app-error.ts';
import type { CalendarDate } from '../../../lib/calendar-date.ts';
import type { Company } from '../company/company.ts';
import type { SeededIds } from '../seeded-ids.ts';
import { hashPassword } from './password.ts';
import { parseThirdParty, type ThirdPartyInput } from './parse-third-party.ts';
import { isPermission } from './permissions.ts';
import type { SignInDetails, ThirdParty } from './third-party.ts';

interface SignInChoice {
  /** The work e-mail alone when absent. */
  userName?: string | undefined;
  password: string;
  authenticatorSecret?: string | null | undefined;
}

/** The company's third parties, among them the service accounts. */
export class ThirdParties {
  private readonly byId = new Map<string, ThirdParty>();
  private readonly seededIds: SeededIds;

  constructor(seededIds: SeededIds) {
    this.seededIds = seededIds;
  }

  list(): ThirdParty[] {
    return [...this.byId.values()];
  }

  get(id: string): ThirdParty {
    const found = this.byId.get(id);
    if (!found) throw notFound('third party');
    return found;
  }

  find(id: string | null): ThirdParty | undefined {
    return id === null ? undefined : this.byId.get(id);
  }

  add(
    input: ThirdPartyInput,
    company: Company,
    today: CalendarDate,
    id = this.seededIds.uuid('third party'),
  ): ThirdParty {
    const fields = parseThirdParty(input, company, today);
    const wanted = fields.workEmail.toLowerCase();
    if (this.list().some((other) => other.workEmail.toLowerCase() === wanted)) {
      throw new AppError(
        'conflict',
        'work_email_taken',
        'A third party with this work e-mail exists already.',
      );
    }
    const added: ThirdParty = {
      id,
      ...fields,
      personalEmail: null,
      terminationDate: null,
      otherCompanies: [],
      invitation: 'not_sent',
      permissions: new Set(),
      signIn: null,
    };
    this.byId.set(added.id, added);
    return added;
  }

  remove(id: string): void {
    this.byId.delete(this.get(id).id);
  }

  /** The whole set replaces what was granted before. */
  setPermissions(id: string, permissions: readonly string[]): ThirdParty {
    const thirdParty = this.get(id);
    const known = permissions.filter(isPermission);
    if (known.length < permissions.length) {
      const unknown = permissions.find((permission) => !isPermission(permission));
      throw invalidInput('unknown_permission', `There is no permission "${unknown}".`, '/permissions');
    }
    if (known.length > 0 && !thirdParty.hasAdminAccess) {
      throw invalidInput('no_admin_access', 'Without admin access nothing can be granted.', '/permissions');
    }
    thirdParty.permissions = new Set(known);
    return thirdParty;
  }

  findByUserName(userName: string): (ThirdParty & { signIn: SignInDetails }) | undefined {
    const wanted = userName.trim().toLowerCase();
    const found = this.list().find(
      ({ signIn, workEmail }) =>
        signIn && [signIn.userName, workEmail].some((name) => name.toLowerCase() === wanted),
    );
    return found as (ThirdParty & { signIn: SignInDetails }) | undefined;
  }

  /**
   * Sets the password, and a user name that works beside the work e-mail; the authenticator comes next.
   * @throws AppError `user_name_taken`
   */
  accept(id: string, choice: SignInChoice, now: Date): ThirdParty {
    const thirdParty = this.get(id);
    const userName = choice.userName ?? thirdParty.workEmail;
    if (this.findByUserName(userName)) {
      throw new AppError('conflict', 'user_name_taken', 'This user name is taken.');
    }
    thirdParty.invitation = 'accepted';
    thirdParty.signIn = {
      userName: userName.trim(),
      passwordHash: hashPassword(choice.password),
      passwordSetAt: now,
      authenticatorSecret: choice.authenticatorSecret ?? null,
      lastAcceptedStep: null,
      failedPasswords: 0,
    };
    return thirdParty;
  }
}
