import { statusOn, type Member } from './member.ts';

/** Directory and Org Chart show who works here now and is not hidden: no complete roster. */
export function isListed(member: Member, today: string): boolean {
  return !member.isHidden && statusOn(member, today) === 'Active';
}
