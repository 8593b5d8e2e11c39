import { expect, test } from 'vitest';
import { APP } from './test-support/partner-client.ts';
import { startTestSandbox } from './test-support/test-sandbox.ts';

test('the hub has a card for each app; without "Manage employees" it is locked', async () => {
  const launchUrl = 'https://muster.example/start?from=justworks';
  const plain = { ...APP, clientId: 'client-2', name: 'No <Start>' };
  await using site = await startTestSandbox({ oauthApps: [{ ...APP, launchUrl }, plain] });
  const page = async (query: string) =>
    (await fetch(`${site.sandbox.url}/admin/integrations${query}`)).text();
  const open = await page('');
  expect(open).toContain('Sandbox: a simulated Justworks');
  expect([...open.matchAll(/<h2 [^>]*>([^<]+)<\/h2>/g)].map(([, name]) => name)).toEqual([
    'Muster',
    'No &lt;Start&gt;',
  ]);
  expect(open.match(/href="([^"]+)"[^>]*>Get Started/)?.[1]).toBe(launchUrl);
  expect(open.match(/Get Started<\/a/g)).toHaveLength(1);
  const locked = await page('?as=limited');
  expect(locked).not.toContain(launchUrl);
  expect(
    locked.match(
      /You need the permission &quot;Manage employees&quot;|You need the permission "Manage employees"/g,
    ),
  ).toHaveLength(2);
});
