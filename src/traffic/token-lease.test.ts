import { expect, test } from 'vitest';
import { TokenLease } from './token-lease.ts';

/** As many as pass at once. */
function pass(lease: TokenLease, nowMs: number, atMost = 1000): number {
  let passed = 0;
  while (passed < atMost && lease.look(nowMs).isAllowed) {
    lease.take();
    passed += 1;
  }
  return passed;
}

test('before the first lease comes, no more than one block passes', () => {
  expect(pass(new TokenLease(200), 0)).toBe(10);
});

test('what was owed is asked for with the next block and paid from it', () => {
  const lease = new TokenLease(200);
  pass(lease, 0, 4);
  expect(lease.wish(0)).toBe(14);
  lease.ask();
  expect(lease.wish(0)).toBe(0);
  lease.grant({ granted: 14, left: 186 }, 14, 0);
  expect(lease.look(0)).toMatchObject({ remaining: 196, limit: 200 });
});

test('an empty bucket ends it, and a token that has flowed in lets one pass', () => {
  const lease = new TokenLease(60);
  pass(lease, 0);
  lease.grant({ granted: 3, left: 0 }, 6, 0);
  expect(lease.look(0)).toMatchObject({ isAllowed: false, remaining: 0, retryAfterSeconds: 1 });
  expect([lease.wish(999), lease.wish(1000)]).toEqual([0, 3]);
  expect(lease.look(1000).isAllowed).toBe(true);
});

test('who owes waits until the debt has flowed in too', () => {
  const lease = new TokenLease(60);
  pass(lease, 0);
  lease.grant({ granted: 0, left: 0 }, 6, 0);
  expect(lease.look(0)).toMatchObject({ isAllowed: false, retryAfterSeconds: 4 });
  expect([lease.look(3999), lease.look(4000)]).toMatchObject([{ isOpen: false }, { isOpen: true }]);
});

test('alone it goes on with what it has, then with the whole limit for itself, and asks again each second', () => {
  const lease = new TokenLease(60);
  lease.grant({ granted: 2, left: 58 }, 3, 0);
  lease.goOnAlone(0, 1000);
  expect(pass(lease, 0)).toBe(2);
  expect(pass(lease, 10_000)).toBe(10);
  expect(pass(lease, 1_000_000)).toBe(60);
  expect([lease.wish(999), lease.wish(1000)]).toEqual([0, 3]);
});
