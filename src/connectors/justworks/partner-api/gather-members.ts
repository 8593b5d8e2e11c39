import { toText } from '../../../hris/normalize/text.ts';
import { ConnectorError } from '../../errors.ts';
import type { PartnerApi } from './client.ts';
import type { Coverage } from './coverage.ts';
import { readCustomValues, type CustomFields } from './custom-fields.ts';
import { readValues, spoolValues, type SpooledValues } from './json-lines.ts';
import {
  readMemberOutline,
  toMemberDetails,
  type MemberDetails,
  type MemberExtras,
} from './member-details.ts';
import { readShape } from './read-shape.ts';
import type { Shape } from './shapes.ts';

/** The people of the roster on disk, and the places that they name. */
export interface SpooledMembers {
  spooled: SpooledValues;
  departments: ReadonlySet<string>;
  offices: ReadonlySet<string>;
}

interface Line {
  member: unknown;
  extras: MemberExtras;
}

/**
 * Reads all members, former ones too; third-party administrators and vendors are left out. What the source shows of none of
 * them is taken for refused: it gives lists always, empty ones too (its own documentation), unless the scope is gone.
 */
export async function spoolMembers(
  api: PartnerApi,
  coverage: Coverage,
  customFields: CustomFields | null,
): Promise<SpooledMembers> {
  const departments = new Set<string>();
  const offices = new Set<string>();
  const shown = new Set<string>();
  async function* lines(): AsyncGenerator<Line[]> {
    for await (const page of api.pages({ path: 'members', subject: 'member_basic' })) {
      const found: Line[] = [];
      for (const member of page) {
        const outline = readMemberOutline(api.description, member);
        if (outline.type !== null && api.description.words.notOnRoster.includes(outline.type)) continue;
        for (const capability of capabilitiesShownBy(outline)) shown.add(capability);
        addName(departments, outline.department);
        addName(offices, outline.office);
        found.push({ member, extras: await readExtras(api, coverage, customFields, outline.id) });
      }
      yield found;
    }
  }
  const spooled = await spoolValues(lines(), 'members', api.description.limits.sectionBytes);
  if (shown.size > 0) loseUnshown(coverage, shown);
  return { spooled, departments, offices };
}

const HISTORIES = ['member_employment', 'member_pay'];

function capabilitiesShownBy(member: Shape<'member'>): string[] {
  const { currentEmployment, employmentHistory, currentPay, payHistory } = member;
  return [
    'member_basic',
    ...((employmentHistory ?? currentEmployment) ? ['member_employment'] : []),
    ...((payHistory ?? currentPay) ? ['member_pay'] : []),
  ];
}

function loseUnshown(coverage: Coverage, shown: ReadonlySet<string>): void {
  for (const capability of HISTORIES) if (!shown.has(capability)) coverage.lose(capability);
}

export async function* readMembers(
  api: PartnerApi,
  { spooled }: SpooledMembers,
): AsyncGenerator<MemberDetails> {
  for await (const line of readValues(spooled)) {
    const { member, extras } = line as Line;
    yield toMemberDetails(api.description, member, extras);
  }
}

function addName(names: Set<string>, name: string | null): void {
  const text = toText(name);
  if (text !== null) names.add(text);
}

/** Calls for each member, and therefore only where somebody switched them on. */
async function readExtras(
  api: PartnerApi,
  coverage: Coverage,
  customFields: CustomFields | null,
  memberId: string,
): Promise<MemberExtras> {
  const readsTaxId = coverage.isAsked('member_tax_id');
  return {
    taxId: readsTaxId ? await ifGranted(coverage, 'member_tax_id', () => readTaxId(api, memberId)) : null,
    customFields:
      customFields === null
        ? null
        : await ifGranted(coverage, 'member_detail', () => readCustomValues(api, customFields, memberId)),
  };
}

async function ifGranted<T>(
  coverage: Coverage,
  capability: string,
  read: () => Promise<T>,
): Promise<T | null> {
  if (!coverage.has(capability)) return null;
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.code !== 'permission_missing') throw error;
    coverage.lose(capability);
    return null;
  }
}

/** People abroad have none here: the source answers 400 or 404, depending on how they are employed. */
async function readTaxId(api: PartnerApi, memberId: string): Promise<string | null> {
  const subject = 'member_tax_id';
  const answer = await api.call({ path: 'taxId', id: memberId, subject, accepts: [400, 404] });
  if (answer.status === 400 || answer.status === 404) return null;
  return toText(readShape(api.description, 'taxId', answer.json, subject).taxId);
}
