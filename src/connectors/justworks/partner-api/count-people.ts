import type { PeopleCount } from '../../contract.ts';
import type { PartnerApi } from './client.ts';
import { readMemberOutline } from './member-details.ts';

/** Of larger companies the size is not worth that many questions in front of a waiting person. */
const MAX_COUNTED = 500;

/** How many people work for the company, or are about to; null for a large one. */
export async function countPeople(api: PartnerApi): Promise<PeopleCount | null> {
  let seen = 0;
  let people = 0;
  for await (const page of api.pages({ path: 'members', subject: 'member_basic' })) {
    seen += page.length;
    if (seen > MAX_COUNTED) return null;
    for (const member of page) {
      const { type, active } = readMemberOutline(api.description, member);
      const isOnRoster = type === null || !api.description.words.notOnRoster.includes(type);
      if (isOnRoster && active !== false) people += 1;
    }
  }
  return { people, countedIn: 'roster' };
}
