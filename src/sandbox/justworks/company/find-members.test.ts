import { expect, it } from 'vitest';
import { makeCompany } from './company.ts';
import { findMembers } from './find-members.ts';
import { makeMembers } from './make-members.ts';

const members = makeMembers(
  { seed: 'search', size: 120, today: '2026-11-22' },
  makeCompany('search', 'Acme'),
);

it('shows fifty at a time, and the last page for one that does not exist', () => {
  const page = (number: number) => findMembers(members, { text: '', page: number });
  expect([page(1).members, page(2).members, page(3).members]).toEqual([
    members.slice(0, 50),
    members.slice(50, 100),
    members.slice(100),
  ]);
  expect(page(9)).toEqual(page(3));
  expect(page(-4)).toEqual(page(1));
  expect(page(1)).toMatchObject({ total: 120, pageCount: 3 });
});

it('finds by name, e-mail and Work ID in any case, among those who are meant', () => {
  const one = members[60]!;
  const idsFor = (text: string) => findMembers(members, { text, page: 1 }).members.map(({ id }) => id);
  for (const text of [
    `${one.firstName} ${one.lastName}`,
    one.workEmail!.toUpperCase(),
    one.personalEmail!,
    '00061',
  ]) {
    expect(idsFor(text), text).toContain(one.id);
  }
  expect(idsFor('nobody at all')).toEqual([]);
  const others = findMembers(members, { text: one.workEmail!, page: 1 }, ({ id }) => id !== one.id);
  expect(others.total).toBe(0);
});
