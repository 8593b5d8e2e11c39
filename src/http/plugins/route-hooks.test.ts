import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { addCheck, type Check } from './route-hooks.ts';

/** What a route answers that has these checks, and which of them were asked. */
async function answerWith(...checks: Check[]): Promise<{ status: number; asked: number[] }> {
  const asked: number[] = [];
  await using app = Fastify();
  app.addHook('onRoute', (route) => {
    checks.forEach((check, place) =>
      addCheck(route, 'onRequest', (request, reply) => {
        asked.push(place);
        return check(request, reply);
      }),
    );
  });
  app.get('/', () => 'answered');
  await app.ready();
  const { statusCode } = await app.inject('/');
  return { status: statusCode, asked };
}

const refusal = Object.assign(new Error('refused'), { statusCode: 403 });
const passes: Check = () => undefined;
const passesLate: Check = () => Promise.resolve();
const throws: Check = () => {
  throw refusal;
};
const rejects: Check = () => Promise.reject(refusal);

test('a route with checks that pass is answered; they are asked in their order', async () => {
  expect(await answerWith(passesLate, passes, passesLate)).toEqual({ status: 200, asked: [0, 1, 2] });
});

test.each([
  ['throws', throws],
  ['rejects', rejects],
])('a check that %s refuses, and none behind it is asked', async (_word, refuses) => {
  expect(await answerWith(passes, refuses, passes)).toEqual({ status: 403, asked: [0, 1] });
});
