import { expect, it } from 'vitest';
import { expectGoodManners } from '../support/expect-good-manners.ts';
import {
  listIssues,
  readFreshness,
  readServed,
  syncToTheEnd,
  type FaultWorld,
} from '../support/fault-world.ts';
import { startFrontHost, type FrontHost } from '../support/front-host.ts';
import { linkEmployer, listAll, startWholeService } from '../support/whole-service.ts';

/** The site under two hosts, of which the first is the one that is asked; `redirect` is what the first one does. */
async function startTwoHosts(
  stack: AsyncDisposableStack,
  redirect: (path: string, sandboxUrl: string) => string | undefined,
): Promise<{ world: FaultWorld; first: FrontHost }> {
  let first: FrontHost | undefined;
  const service = await startWholeService({
    site: async (sandboxUrl) => {
      first = stack.use(
        await startFrontHost(
          () => sandboxUrl,
          (path) => redirect(path, sandboxUrl),
        ),
      );
      return { origins: [first.url, sandboxUrl] };
    },
  });
  stack.use(service);
  return { world: { service, employer: await linkEmployer(service) }, first: first! };
}

it('reads an employer whose pages are spread over two hosts', async () => {
  await using stack = new AsyncDisposableStack();
  const moved = /^\/(settings|members|reports\/request\?)/;
  const { world, first } = await startTwoHosts(stack, (path, other) =>
    moved.test(path) ? `${other}${path}` : undefined,
  );
  const { members } = world.service.sandbox.control.state();
  expect(await listAll(world.service, world.employer, 'employees')).toHaveLength(members.length);
  expect(await listIssues(world, 'ONGOING')).toEqual([]);
  expect(first.asked).toEqual(
    expect.arrayContaining(['/login', '/tfa', '/settings/company', '/reports/request']),
  );
  expectGoodManners(world.service.sandbox);
});

it('does not follow a page to a host that is not the source’s, and tells a person', async () => {
  await using stack = new AsyncDisposableStack();
  const stranger = stack.use(await startFrontHost(() => 'http://127.0.0.1:9'));
  let isLedAstray = false;
  const { world } = await startTwoHosts(stack, (path) =>
    isLedAstray && path.startsWith('/settings/offices') ? `${stranger.url}${path}` : undefined,
  );
  const [served, { asOf }] = [await readServed(world), await readFreshness(world)];
  isLedAstray = true;
  await syncToTheEnd(world);
  expect(stranger.asked).toEqual([]);
  expect((await readServed(world)).locations).toEqual(served.locations);
  expect(await readFreshness(world, 'locations')).toEqual({ asOf, status: 'FAILED' });
  const issues = await listIssues(world, 'ONGOING');
  expect(issues).toMatchObject([{ code: 'unexpected_page', subject: 'company_settings' }]);
  expect(issues[0]!.error_description).toMatch(/not on the list.*MUSTER_JUSTWORKS_SITE/);
  expect(issues[0]!.error_description).not.toContain(new URL(stranger.url).host);
  isLedAstray = false;
  await syncToTheEnd(world);
  expect(await listIssues(world, 'ONGOING')).toEqual([]);
  expect(await readFreshness(world, 'locations')).toMatchObject({ status: 'DONE' });
});

it('does not go round in circles between its hosts', async () => {
  await using stack = new AsyncDisposableStack();
  let isCircle = false;
  const { world, first } = await startTwoHosts(stack, (path) =>
    isCircle && path.startsWith('/settings/offices') ? path : undefined,
  );
  const served = await readServed(world);
  isCircle = true;
  const before = first.asked.length;
  await syncToTheEnd(world);
  expect(first.asked.slice(before).filter((path) => path === '/settings/offices')).toHaveLength(4);
  expect(await listIssues(world, 'ONGOING')).toMatchObject([{ code: 'unexpected_page' }]);
  expect(await readServed(world)).toEqual(served);
});
