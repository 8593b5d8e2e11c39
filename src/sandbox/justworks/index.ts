export { startSandbox } from './start-sandbox.ts';
export { startDnsServer, type DnsServer } from './mail/dns-server.ts';
export type { Sandbox, SandboxOptions } from './sandbox.ts';
export type { SandboxControl } from './control/control.ts';
export type { MemberView, SandboxState, ThirdPartyView } from './control/views.ts';
export type { FaultInput } from './faults/fault.ts';
export type { FaultName } from './faults/fault-kinds.ts';
