import { expect, it } from 'vitest';
import { isReceived } from './receivers.ts';

const endpoint = {
  id: 'one',
  event_filter: ['employee.*'],
  format: 'standard' as const,
  linked_account_ids: null,
};
const created = { type: 'employee.created', linkedAccountId: 'acme' };
const said = (event: string, is_active: boolean, endpoint_id: string | null = null) => ({
  linked_account_id: 'acme',
  endpoint_id,
  event,
  is_active,
});

it('goes by the filter of the endpoint where nothing was said for the account', () => {
  expect(isReceived(created, endpoint, [])).toBe(true);
  expect(isReceived({ ...created, type: 'sync.completed' }, endpoint, [])).toBe(false);
  expect(isReceived(created, endpoint, [{ ...said('*', false), linked_account_id: 'other' }])).toBe(true);
  expect(isReceived({ ...created, linkedAccountId: null }, endpoint, [said('*', false)])).toBe(true);
});

it('takes what was said most exactly: the endpoint first, then the event', () => {
  expect(isReceived(created, endpoint, [said('employee.created', false)])).toBe(false);
  expect(isReceived(created, endpoint, [said('*', false), said('employee.*', true)])).toBe(true);
  expect(isReceived(created, endpoint, [said('employee.created', false), said('*', true, 'one')])).toBe(true);
  expect(isReceived(created, endpoint, [said('*', false, 'another')])).toBe(true);
  expect(isReceived({ ...created, type: 'sync.failed' }, endpoint, [said('sync.failed', true)])).toBe(true);
});

it('an endpoint of some accounts gets nothing of others, whatever was said', () => {
  const ofAcme = { ...endpoint, linked_account_ids: ['acme'] };
  const ofOther = { ...endpoint, linked_account_ids: ['other'] };
  const ofNobody = { ...endpoint, linked_account_ids: [] };
  expect(isReceived(created, ofAcme, [])).toBe(true);
  expect(isReceived({ ...created, linkedAccountId: null }, ofAcme, [])).toBe(false);
  for (const one of [ofOther, ofNobody]) {
    expect(isReceived(created, one, [said('employee.created', true, 'one')])).toBe(false);
  }
});

it('what a format has no word for is not sent in it, whatever was said', () => {
  const merge = { ...endpoint, format: 'merge' as const, event_filter: ['*'] };
  expect(isReceived(created, merge, [])).toBe(true);
  const started = { ...created, type: 'employee.started' };
  expect(isReceived(started, merge, [said('employee.started', true)])).toBe(false);
  expect(isReceived(started, { ...merge, format: 'standard' }, [])).toBe(true);
});
