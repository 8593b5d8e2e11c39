import { expect, test } from 'vitest';
import type { ConnectionMethod } from '../connectors/contract.ts';
import { chooseFirstMethod, chooseStartMethod } from './start-method.ts';

const ALL: ConnectionMethod[] = ['oauth', 'service_account', 'credentials'];
const noWish = { connectionMethod: null, handover: null };
const linkedBy = (connection_method: ConnectionMethod) => ({
  completed_at: '2026-11-22T00:00:00Z',
  connection_method,
});

test('a new account goes by the first method that is switched on, or the one that is asked for', () => {
  expect(chooseFirstMethod(ALL, noWish)).toBe('oauth');
  expect(chooseFirstMethod(['credentials'], noWish)).toBe('credentials');
  expect(chooseFirstMethod(ALL, { ...noWish, connectionMethod: 'credentials' })).toBe('credentials');
});

test('a start at the hub goes by consent, where that is switched on', () => {
  const fromHub = { connectionMethod: null, handover: 'token' };
  expect(chooseFirstMethod(['service_account', 'oauth'], fromHub)).toBe('oauth');
  expect(chooseFirstMethod(['service_account'], fromHub)).toBe('service_account');
  expect(chooseStartMethod(ALL, linkedBy('credentials'), fromHub)).toBe('oauth');
});

test('a relink goes by the account\u2019s own method while that is switched on', () => {
  expect(chooseStartMethod(ALL, linkedBy('credentials'), noWish)).toBe('credentials');
  expect(chooseStartMethod(['oauth'], linkedBy('credentials'), noWish)).toBe('oauth');
  expect(chooseStartMethod(ALL, { ...linkedBy('credentials'), completed_at: null }, noWish)).toBe('oauth');
});

test('a method that is not switched on is refused, as is an integration without any', () => {
  const wish = { ...noWish, connectionMethod: 'oauth' as const };
  expect(() => chooseFirstMethod(['service_account'], wish)).toThrow(
    expect.objectContaining({ code: 'connection_method_unavailable', pointer: '/connection_method' }),
  );
  expect(() => chooseFirstMethod([], noWish)).toThrow(
    expect.objectContaining({ kind: 'conflict', code: 'integration_not_configured' }),
  );
});
