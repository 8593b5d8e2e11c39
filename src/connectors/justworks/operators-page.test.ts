import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { CapabilityDefinition } from '../contract.ts';
import { apiCapabilityKeys } from './partner-api/scopes.ts';
import { createJustworksConnector } from './index.ts';
import { createSite } from './web/site.ts';

const page = readFileSync(new URL('../../../docs/justworks.md', import.meta.url), 'utf8');

const connector = createJustworksConnector({
  oauth: {
    clientId: 'id',
    clientSecret: 'secret',
    scopes:
      'company.detail:read member.detail:read member.employment:read member.pay:read member.dob:read member.sex:read ' +
      'member.tax_id:read payroll:read paystub:read time_off:read',
  },
});

function toRow({ capability, permissions, isRequired, unlocks, feeds }: CapabilityDefinition): string {
  const granted = permissions.join('; ');
  return `| \`${capability}\` | ${granted} | ${isRequired ? 'required' : 'optional'} | ${unlocks} | ${feeds.join(', ')} |`;
}

it.each(['service_account', 'credentials', 'oauth'] as const)(
  'the page for operators has the table that is used for %s',
  (method) => {
    const definitions = connector.capabilitiesOf(method);
    expect(definitions.length).toBeGreaterThan(0);
    for (const definition of definitions) expect(page.split('\n')).toContain(toRow(definition));
  },
);

it('the page names no capability that is not there', () => {
  const named = [...page.matchAll(/^\| `([a-z_]+)` \| [^|]* \| (required|optional) \|/gm)].map(
    ([, key]) => key,
  );
  const known = [
    ...apiCapabilityKeys,
    ...connector.capabilitiesOf('service_account').map((one) => one.capability),
  ];
  expect(named.toSorted()).toEqual(known.toSorted());
});

it('each override that the page shows as an example fits', () => {
  const examples = [...page.matchAll(/`(\{"[^`]+\})`/g)]
    .map(([, json]) => json!)
    .filter((json) => !json.includes('…'));
  expect(examples.length).toBeGreaterThan(5);
  for (const json of examples)
    expect(() => createSite(JSON.parse(json) as Record<string, unknown>)).not.toThrow();
});
