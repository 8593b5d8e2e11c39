import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SessionWatch, type LinkSessionKey } from '../../../src/linking/index.ts';
import { LinkingWorld } from './linking-world.ts';

let world: LinkingWorld;
beforeAll(async () => {
  world = await LinkingWorld.create();
});
afterAll(() => world[Symbol.asyncDispose]());

/** Counts what a page is told; `next` settles with the telling after the call. */
function listen(watch: SessionWatch, key: LinkSessionKey) {
  let told = 0;
  let wake = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  const stop = watch.watch(key, {
    onChange() {
      told += 1;
      wake.resolve();
      wake = Promise.withResolvers();
    },
    onClose: () => closed.resolve(),
  });
  return { stop, next: () => wake.promise, told: () => told, closed: closed.promise };
}

describe('the watch over link sessions', () => {
  test('tells every process of each step that another one makes', async () => {
    const session = await world.start({ endUserOriginId: 'watched' });
    const other = await world.start({ endUserOriginId: 'not-watched' });
    const watches = [new SessionWatch(world.deps), new SessionWatch(world.deps)];
    const listeners = watches.map((watch) => listen(watch, session));
    const bystander = listen(watches[0]!, other);
    // What may have happened before anybody watched is told at once.
    await Promise.all([...listeners, bystander].map(({ next }) => next()));

    let news = listeners.map(({ next }) => next());
    await world.consent(session);
    await Promise.all(news);
    news = listeners.map(({ next }) => next());
    await world.mailInvitation(session.email, world.source.invite('watched'));
    await Promise.all(news);
    news = listeners.map(({ next }) => next());
    await world.runJobs();
    await Promise.all(news);
    expect((await world.view(session)).state).toBe('linked');
    expect(bystander.told()).toBe(1);
    for (const watch of watches) watch.close();
  });

  test('is not woken by a lease that is taken and renewed', async () => {
    const session = await world.startAndConsent({ endUserOriginId: 'leased' });
    const watch = new SessionWatch(world.deps);
    const listener = listen(watch, session);
    await listener.next();
    const lease = { lease_until: new Date(), lease_token: 7 };
    await world.db.updateTable('link_sessions').set(lease).where('id', '=', session.linkSessionId).execute();
    const end = listen(watch, session);
    // Its first look comes after the lease was written.
    await end.next();
    expect(listener.told()).toBe(1);
    watch.close();
  });

  test('is bounded per session and overall, and takes those in the place of who left', async () => {
    const sessions = await Promise.all(
      ['a', 'b', 'c'].map((name) => world.start({ endUserOriginId: `bounded-${name}` })),
    );
    const watch = new SessionWatch(world.deps, { perSession: 2, overall: 3 });
    const first = listen(watch, sessions[0]!);
    listen(watch, sessions[0]!);
    expect(() => listen(watch, sessions[0]!)).toThrow(
      expect.objectContaining({ kind: 'rate_limited', code: 'too_many_watchers' }),
    );
    listen(watch, sessions[1]!);
    expect(() => listen(watch, sessions[2]!)).toThrow(expect.objectContaining({ kind: 'rate_limited' }));
    first.stop();
    const late = listen(watch, sessions[2]!);
    watch.close();
    await late.closed;
    expect(() => listen(watch, sessions[0]!)).toThrow(expect.objectContaining({ kind: 'rate_limited' }));
  });
});
