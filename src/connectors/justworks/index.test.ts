import { describe, expect, it } from 'vitest';
import { createJustworksConnector } from './index.ts';

describe('createJustworksConnector', () => {
  const connector = createJustworksConnector({});

  it('names the form values in the order of the source', () => {
    const form = connector.serviceAccountForm({
      firstName: 'Muster',
      lastName: 'Service Account',
      email: 'a@b.example',
    });
    expect(form.map(({ label }) => label)).toEqual([
      'Member Type',
      'Admin Access',
      'First Name',
      'Last Name',
      'Title',
      'Manager',
      'Department',
      'Office',
      'Start Date',
      'Work Email',
      'Send Invitation to',
    ]);
    expect(form.filter(({ isCopyable }) => isCopyable).map(({ value }) => value)).toEqual([
      'Muster',
      'Service Account',
      'Service Account',
      'a@b.example',
    ]);
  });

  it('takes invitations from configured domains only, spelled in full', async () => {
    const rules = await connector.mailRules();
    expect(rules.isSender('JustWorks.com')).toBe(true);
    for (const domain of ['mail.justworks.com', 'evil-justworks.com', 'justworks.com.evil.example', '']) {
      expect(rules.isSender(domain)).toBe(false);
    }
    const other = await createJustworksConnector({
      site: { invitationSenderDomains: ['x.example'] },
    }).mailRules();
    expect(other.isSender('x.example')).toBe(true);
  });

  it('lets an operator say what is required, and does not start on a word that is no capability', () => {
    const requirements = { required: ['payroll'], optional: ['work_history'] };
    const lenient = createJustworksConnector({ requirements });
    const requiredOf = (method: 'credentials' | 'oauth') =>
      lenient.capabilitiesOf(method).flatMap((one) => (one.isRequired ? [one.capability] : []));
    expect(requiredOf('credentials')).toEqual(['company_settings', 'employee_census']);
    expect(requiredOf('oauth')).toContain('payroll');
    const wrong = { required: [], optional: ['work_histroy'] };
    expect(() => createJustworksConnector({ requirements: wrong })).toThrow(
      'MUSTER_JUSTWORKS_OPTIONAL names "work_histroy"',
    );
  });

  it('asks for six permissions and requires every capability', () => {
    expect(
      new Set(connector.capabilitiesOf('service_account').flatMap(({ permissions }) => permissions)).size,
    ).toBe(6);
    expect(connector.capabilitiesOf('service_account').every(({ isRequired }) => isRequired)).toBe(true);
  });

  it('offers what is configured, the API first', () => {
    const oauth = { clientId: 'id', clientSecret: 'secret', scopes: '' };
    expect(createJustworksConnector({}).methods).toEqual([]);
    expect(createJustworksConnector({ isWebAllowed: true }).methods).toEqual([
      'service_account',
      'credentials',
    ]);
    const both = createJustworksConnector({ isWebAllowed: true, oauth });
    expect(both.methods).toEqual(['oauth', 'service_account', 'credentials']);
    const chosen = createJustworksConnector({ oauth, methods: ['credentials', 'oauth'] });
    expect(chosen.methods).toEqual(['oauth']);
    expect([both.oauth !== null, both.sourceWebhooks]).toEqual([true, null]);
    expect(createJustworksConnector({}).oauth).toBeNull();
  });

  it('requires of a consent what an operator requires', () => {
    const oauth = { clientId: 'id', clientSecret: 'secret', scopes: '' };
    const requirements = { required: ['payroll'], optional: ['member_detail'] };
    const capabilities = createJustworksConnector({ oauth, requirements }).capabilitiesOf('oauth');
    const required = capabilities.filter(({ isRequired }) => isRequired).map(({ capability }) => capability);
    expect(required).toEqual([
      'company_basic',
      'company_detail',
      'member_basic',
      'member_employment',
      'payroll',
    ]);
  });
});
