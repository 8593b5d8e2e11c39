import { describe, expect, test } from 'vitest';
import {
  checkAgain,
  chooseMethod,
  giveCredentials,
  issuePublicToken,
  startAuthorization,
} from '../../../src/linking/index.ts';
import { ADMIN, linkByCredentials, startByCredentials, startByOauth } from './access-walks.ts';
import { LinkingWorld } from './linking-world.ts';

/** Does it until it is too often; gives how often that was, and what was told. */
async function untilRefused(step: () => Promise<unknown>): Promise<{ times: number; wait: number }> {
  for (let times = 0; times < 100; times += 1) {
    try {
      await step();
    } catch (error) {
      const { code, retryAfterSeconds } = error as { code: string; retryAfterSeconds?: number };
      if (code === 'link_session_too_often') return { times, wait: retryAfterSeconds! };
    }
  }
  throw new Error('It was never too often.');
}

describe('a link session', () => {
  test('takes log-ins as often as a person types them, and says when the next one is taken', async () => {
    await using world = await LinkingWorld.create();
    const session = await startByCredentials(world);
    const give = () =>
      giveCredentials(world.deps, { ...session, logIn: { ...ADMIN, authenticatorSecret: '123456' } });
    // What is refused before it is tried counts as well.
    expect(await untilRefused(give)).toEqual({ times: 6, wait: 60 });
    world.clock.advance(59_000);
    expect(await untilRefused(give)).toEqual({ times: 0, wait: 1 });
    world.clock.advance(1_000);
    await expect(give()).rejects.toMatchObject({ code: 'authenticator_code_given' });
    await expect(give()).rejects.toMatchObject({ code: 'link_session_too_often' });
  });

  test('has limits for what costs a question to the source, each by itself', async () => {
    await using world = await LinkingWorld.create();
    const session = await startByOauth(world);
    expect(await untilRefused(() => startAuthorization(world.deps, session))).toEqual({
      times: 10,
      wait: 30,
    });
    expect(await untilRefused(() => checkAgain(world.deps, session))).toEqual({ times: 10, wait: 20 });
    const choose = () => chooseMethod(world.deps, { ...session, method: 'oauth' });
    expect(await untilRefused(choose)).toEqual({ times: 15, wait: 20 });
    expect((await world.view(session)).state).toBe('awaiting_authorization');
  });

  test('counts what is done at once by many', async () => {
    await using world = await LinkingWorld.create();
    const session = await linkByCredentials(world);
    const results = await Promise.allSettled(
      Array.from({ length: 30 }, () => issuePublicToken(world.deps, session)),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
  });

  test('does not count what another does', async () => {
    await using world = await LinkingWorld.create();
    const first = await startByOauth(world);
    await untilRefused(() => startAuthorization(world.deps, first));
    const second = await startByOauth(world, { endUserOriginId: 'employer-2' });
    await expect(startAuthorization(world.deps, second)).resolves.toBeDefined();
    const foreign = { ...first, organizationId: first.linkSessionId };
    await expect(startAuthorization(world.deps, foreign)).rejects.toMatchObject({ kind: 'not_found' });
  });
});
