import type { CapabilityState } from '../contract.ts';
import { toCapabilityState } from './to-capability-state.ts';
import { openReportForm } from './web/reports/request.ts';
import type { WebRemoteSession } from './web/remote-session.ts';
import { readCompanySettings } from './web/settings.ts';

/**
 * Looks whether a capability's page opens; asks the source for nothing. `unknown` when the page is none that we know.
 * @throws ConnectorError when the source is away, signed us out or challenges us
 */
export function probeCapability(web: WebRemoteSession, capability: string): Promise<CapabilityState> {
  return toCapabilityState(() => openPageOf(web, capability));
}

async function openPageOf(web: WebRemoteSession, capability: string): Promise<unknown> {
  if (capability === 'company_settings') return readCompanySettings(web);
  if (capability === 'employee_census' || capability === 'work_history')
    return openReportForm(web, capability);
  throw new Error(`Justworks has no capability "${capability}".`);
}
