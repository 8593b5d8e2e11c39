import { kindOf, type FaultName } from './fault-kinds.ts';
import type { Fault, FaultInput } from './fault.ts';

/** The faults that are switched on, oldest first. */
export class Faults {
  private active: Fault[] = [];
  private issued = 0;

  add(input: FaultInput): Fault {
    this.issued += 1;
    const path = input.path ?? kindOf(input.fault).path;
    const fault: Fault = { ...input, id: `fault_${this.issued}`, path, remaining: input.count ?? null };
    this.active.push(fault);
    return fault;
  }

  clear(id?: string): void {
    this.active = id === undefined ? [] : this.active.filter((fault) => fault.id !== id);
  }

  list(): readonly Fault[] {
    return this.active;
  }

  /** The first fault of this name for the path, without using it up. */
  find(name: FaultName, path: string, fits: (fault: Fault) => boolean = () => true): Fault | undefined {
    return this.active.find((fault) => fault.fault === name && path.startsWith(fault.path) && fits(fault));
  }

  /** The same, and one of its requests is used. */
  take(name: FaultName, path: string, fits?: (fault: Fault) => boolean): Fault | undefined {
    const fault = this.find(name, path, fits);
    if (fault?.remaining != null) {
      fault.remaining -= 1;
      if (fault.remaining === 0) this.active = this.active.filter((other) => other !== fault);
    }
    return fault;
  }
}
