import { forgetAuthenticator } from '../access/authenticator.ts';
import type { Fault, FaultInput } from '../faults/fault.ts';
import type { World } from '../world.ts';

/** Switches a fault on. Two of them act at once where no count is given; null says that nothing stays on. */
export function switchOn(world: World, input: FaultInput): Fault | null {
  if (input.fault === 'mfa_reset' && input.count === undefined) {
    resetAuthenticators(world);
    return null;
  }
  const isAtOnce = input.fault === 'signed_out' && input.count === undefined && input.path === undefined;
  if (isAtOnce) world.sessions.closeAll();
  return isAtOnce && input.answer !== 'login_page' ? null : world.faults.add(input);
}

/** The next sign-in of everybody offers a new authenticator. */
function resetAuthenticators(world: World): void {
  for (const { signIn } of world.thirdParties.list()) {
    if (signIn) forgetAuthenticator(signIn);
  }
}
