import type { AdminHands } from '../admin-hands.ts';
import type { ControlHands, SourcePerson } from '../control-hands.ts';
import type { ModalHands } from '../modal-hands.ts';
import type { ProductHands } from './product-hands.ts';

/** What the steps of a tour work with, and what one leaves to the next. */
export interface TourWorld {
  product: ProductHands;
  admin: AdminHands;
  control: ControlHands;
  /** The modal of the open link session. */
  modal(): Promise<ModalHands>;
  /** A person has the modal open on the page's phone, and its public token goes to the product from there. */
  isPhoneInUse: boolean;
  left: { thirdPartyId?: string; hire?: SourcePerson; heldRunId?: string; rosterBefore?: string[] };
}

export interface TourStep {
  title: string;
  tells: string;
  look: string;
  /** Resolves with what was seen. @throws Error when what is told did not happen */
  play(world: TourWorld): Promise<string[]>;
}

/** @throws Error that says which step is missing */
export function given<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`The tour has no ${what}: play the steps in their order.`);
  return value;
}

/** @throws Error with `what` unless `isSo` */
export function expectThat(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(`Not so: ${what}`);
}
