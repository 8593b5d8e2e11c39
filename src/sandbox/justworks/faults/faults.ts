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

  clear(): void {
    this.active = [];
  }

  list(): readonly Fault[] {
    return this.active;
  }

  /** The first fault of this name for the path, without using it up. */
  find(name: FaultName, path: string): Fault | undefined {
    return this.active.find((fault) => fault.fault === name && path.startsWith(fault.path));
  }

  /** The same, and one of its requests is used. */
  take(name: FaultName, path: string): Fault | undefined {
    const fault = this.find(name, path);
    if (fault?.remaining != null) {
      fault.remaining -= 1;
      if (fault.remaining === 0) this.active = this.active.filter((other) => other !== fault);
    }
    return fault;
  }
}
