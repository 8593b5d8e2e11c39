import type { PersonSignals } from '../../hris/snapshot.ts';
import { toContractorRow } from './mapping/from-contractor.ts';
import { toPersonSignals } from './mapping/to-person.ts';
import type { ContractorEntry } from './web/contractors.ts';

/** The contractors of the page of their own, without those whom the census turns out to show under whatever name. */
export class ContractorsApart {
  readonly #entries: Set<ContractorEntry>;
  readonly #bySignal = new Map<string, ContractorEntry>();

  constructor(entries: readonly ContractorEntry[]) {
    this.#entries = new Set(entries);
    for (const entry of entries) {
      for (const signal of signalsOf(toPersonSignals(toContractorRow(entry))))
        this.#bySignal.set(signal, entry);
    }
  }

  /** Somebody of the census; two records of one person would leave neither of them applied. */
  noteShown(person: PersonSignals): void {
    if (this.#entries.size === 0) return;
    for (const signal of signalsOf(person)) {
      const entry = this.#bySignal.get(signal);
      if (entry) this.#entries.delete(entry);
    }
  }

  list(): ContractorEntry[] {
    return [...this.#entries];
  }
}

/** What no two people have at one moment. A name is no such thing. */
function signalsOf({ workId, workEmail, personalEmail }: PersonSignals): string[] {
  return [
    ...(workId === null ? [] : [`id ${workId}`]),
    ...(workEmail === null ? [] : [`work ${workEmail}`]),
    ...(personalEmail === null ? [] : [`home ${personalEmail}`]),
  ];
}
