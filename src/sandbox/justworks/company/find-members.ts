import type { Member } from './member.ts';

export interface MemberSearch {
  /** Part of a name, an e-mail or a Work ID, in any case; everybody when empty. */
  text: string;
  /** From 1. */
  page: number;
}

export interface FoundMembers extends MemberSearch {
  members: readonly Member[];
  /** On all pages. */
  total: number;
  pageCount: number;
}

const PAGE_SIZE = 50;

/** One page of those who are meant and fit the text, in the order of the roster. */
export function findMembers(
  members: readonly Member[],
  search: MemberSearch,
  isMeant: (member: Member) => boolean = () => true,
): FoundMembers {
  const wanted = search.text.trim().toLowerCase();
  const found = members.filter((member) => isMeant(member) && (wanted === '' || fits(member, wanted)));
  const pageCount = Math.max(1, Math.ceil(found.length / PAGE_SIZE));
  const page = Math.min(Math.max(search.page, 1), pageCount);
  const shown = found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  return { text: search.text, page, members: shown, total: found.length, pageCount };
}

function fits(member: Member, wanted: string): boolean {
  const { firstName, preferredName, lastName, workEmail, personalEmail, workId } = member;
  const texts = [`${firstName} ${lastName}`, preferredName, workEmail, personalEmail, workId];
  return texts.some((text) => text?.toLowerCase().includes(wanted));
}
