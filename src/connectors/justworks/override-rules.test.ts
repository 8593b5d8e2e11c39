import { describe, expect, it } from 'vitest';
import type { OverridePatch } from '../contract.ts';
import { createJustworksConnector } from './index.ts';
import { applyOverrides } from './web/override-site.ts';
import { createSite } from './web/site.ts';

const site = createSite({});
const LINK = 'https://links.justworks.com/welcome/Zk39aQ7xWb?utm=1';
const TRACKED = 'https://click.justworks.com/ls/click?upn=Zk39aQ7xWb';

/** A connector whose overrides can be changed while it is used. */
function createConnector() {
  const stored: OverridePatch[] = [];
  return { stored, connector: createJustworksConnector({}, () => Promise.resolve(stored)) };
}

describe('an override', () => {
  it('holds from the next use on, and not any more when it is taken back', async () => {
    const { stored, connector } = createConnector();
    const find = async () => (await connector.mailRules()).findInvitationLink([LINK]);
    expect(await find()).toBeUndefined();
    stored.push(connector.overrides.forLink({ host: 'links.justworks.com', path: '/welcome/*' }));
    expect(await find()).toBe(LINK);
    stored.pop();
    expect(await find()).toBeUndefined();
  });

  it('for a link lets its place be opened and answered, and no other place', async () => {
    const { connector } = createConnector();
    const patch = connector.overrides.forLink({ host: 'Click.justworks.com', path: '/ls/click' });
    const rules = await connector.mailRules(patch);
    expect(rules.findInvitationLink([TRACKED])).toBe(TRACKED);
    for (const link of [
      'https://click.justworks.com/ls/click',
      'https://click.justworks.com/ls/other?upn=Zk39aQ7xWb',
      'https://click.justworks.com.evil.example/ls/click?upn=Zk39aQ7xWb',
      'https://user@click.justworks.com/ls/click?upn=Zk39aQ7xWb',
      'http://click.justworks.com/ls/click?upn=Zk39aQ7xWb',
    ])
      expect(rules.findInvitationLink([link])).toBeUndefined();
    const { allowedRequests } = applyOverrides(site, [patch]);
    expect(allowedRequests).toContain('GET /ls/click');
    expect(allowedRequests).toContain('GET /login');
  });

  it.each([
    'https://links.example',
    'links.example/x',
    'links.example:8443',
    'u@links.example',
    '10.0.0.1',
    'x',
    '',
  ])('is not made for the host %j', (host) => {
    const { connector } = createConnector();
    expect(() => connector.overrides.forLink({ host, path: null })).toThrow(
      expect.objectContaining({ code: 'link_host_invalid' }),
    );
  });

  it.each(['welcome', '/welcome?x=1', '/a b', '/x*', '//'])('is not made for the path %j', (path) => {
    const { connector } = createConnector();
    expect(() => connector.overrides.forLink({ host: 'links.example', path })).toThrow(
      expect.objectContaining({ code: 'link_path_invalid' }),
    );
  });

  it('for a column adds a header beside the known ones', async () => {
    const { connector } = createConnector();
    const patch = await connector.overrides.forColumn({
      report: 'employee_census',
      role: 'work_email',
      header: 'Company Mailbox',
    });
    const { columns } = applyOverrides(site, [patch]).reports.employee_census;
    expect(columns['work_email']).toEqual([
      'Company Mailbox',
      ...site.reports.employee_census.columns['work_email']!,
    ]);
    expect(columns['first_name']).toEqual(site.reports.employee_census.columns['first_name']);
  });

  it.each([
    [{ report: 'payroll', role: 'work_email', header: 'X' }, 'report_unknown'],
    [{ report: 'employee_census', role: 'mail', header: 'X' }, 'column_unknown'],
    [{ report: 'employee_census', role: 'work_email', header: ' - ' }, 'column_header_blank'],
    [{ report: 'employee_census', role: 'work_email', header: 'DEPARTMENT' }, 'column_taken'],
    [{ report: '__proto__', role: 'work_email', header: 'X' }, 'report_unknown'],
  ])('for the column %j is refused as %s', async (column, code) => {
    const { connector } = createConnector();
    await expect(connector.overrides.forColumn(column)).rejects.toMatchObject({ code });
  });

  it.each([
    [{ pathz: {} }, 'override_invalid', '/pathz'],
    [{ limits: { redirects: 'many' } }, 'override_invalid', '/limits/redirects'],
    [{ origins: 'https://x.example' }, 'override_invalid', '/origins'],
    [{ invitationLinkOrigins: ['https://a.example/x'] }, 'override_invalid', '/invitationLinkOrigins/0'],
    [{}, 'override_changes_nothing', undefined],
    [{ origins: ['https://secure.justworks.com'] }, 'override_changes_nothing', undefined],
  ])('of %j is refused as %s', async (patch, code, pointer) => {
    const { connector } = createConnector();
    await expect(connector.overrides.check(patch)).rejects.toMatchObject({ code, pointer });
  });

  it('that does not fit any more is left out, and stops no other', () => {
    const { limits, paths } = applyOverrides(site, [
      { limits: { redirects: 5 } },
      { gone: { since: 'the last release' } },
      { paths: { login: '/sign-in' } },
    ]);
    expect([limits.redirects, paths.login]).toEqual([5, '/sign-in']);
    expect(site.limits.redirects).toBe(3);
  });

  it('takes nothing away from a list, and puts what it adds at its front', () => {
    const { origins } = applyOverrides(site, [{ origins: ['https://new.justworks.com'] }]);
    expect(origins).toEqual(['https://new.justworks.com', ...site.origins]);
  });
});
