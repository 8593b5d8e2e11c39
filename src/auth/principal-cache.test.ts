import { describe, expect, test } from 'vitest';
import { PrincipalCache } from './principal-cache.ts';

interface Answer {
  name: string;
}

/** A cache of three seconds whose watch is moved by hand, and whose questions are answered by hand. */
function start() {
  const watch = { ms: 0 };
  const asked: PromiseWithResolvers<Answer | undefined>[] = [];
  const cache = new PrincipalCache<Answer>(
    { lifeMs: 3000, monotonicMs: () => watch.ms },
    ({ name }) => name !== 'stranger',
  );
  const get = () =>
    cache.get('id', () => {
      const question = Promise.withResolvers<Answer | undefined>();
      asked.push(question);
      return question.promise;
    });
  const fill = async (name: string) => {
    const answer = get();
    asked.at(-1)!.resolve({ name });
    await answer;
  };
  return { watch, asked, get, fill };
}

describe('an answer', () => {
  test('is used until its end, and then asked for anew', async () => {
    const { watch, asked, get, fill } = start();
    await fill('first');
    watch.ms = 1499;
    expect(get()).toEqual({ name: 'first' });
    expect(asked).toHaveLength(1);
    watch.ms = 3000;
    const next = get();
    asked.at(-1)!.resolve({ name: 'second' });
    expect(await next).toEqual({ name: 'second' });
  });

  test('is asked for before its end while it is in use, once for all who use it, and nobody waits', async () => {
    const { watch, asked, get, fill } = start();
    await fill('first');
    watch.ms = 1500;
    expect([get(), get(), get()]).toEqual([{ name: 'first' }, { name: 'first' }, { name: 'first' }]);
    expect(asked).toHaveLength(2);
    asked[1]!.resolve({ name: 'second' });
    await asked[1]!.promise;
    await Promise.resolve();
    watch.ms = 4499;
    expect(get()).toEqual({ name: 'second' });
  });

  test('is as old as its question: a slow one is not young when it comes', async () => {
    const { watch, asked, get } = start();
    const slow = get();
    watch.ms = 2999;
    asked[0]!.resolve({ name: 'slow' });
    await slow;
    expect(get()).toEqual({ name: 'slow' });
    watch.ms = 3000;
    expect(get()).toBeInstanceOf(Promise);
  });

  test('that there is nobody ends the former one at once', async () => {
    const { watch, asked, get, fill } = start();
    await fill('first');
    watch.ms = 1500;
    void get();
    asked[1]!.resolve(undefined);
    await asked[1]!.promise;
    await Promise.resolve();
    expect(get()).toBeInstanceOf(Promise);
  });

  test('that fails leaves the former one until its end, and is told to who asks after it', async () => {
    const { watch, asked, get, fill } = start();
    await fill('first');
    watch.ms = 1500;
    void get();
    asked[1]!.reject(new Error('away'));
    await asked[1]!.promise.catch(() => undefined);
    expect(get()).toEqual({ name: 'first' });
    watch.ms = 3000;
    const late = get();
    asked.at(-1)!.reject(new Error('still away'));
    await expect(late).rejects.toThrow('still away');
  });

  test('is not kept of strangers', async () => {
    const { asked, get, fill } = start();
    await fill('stranger');
    expect(get()).toBeInstanceOf(Promise);
    expect(asked).toHaveLength(2);
  });
});
