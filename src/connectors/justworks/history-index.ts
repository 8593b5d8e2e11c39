import type { PersonSignals } from '../../hris/snapshot.ts';
import { FlagsByText } from './flags-by-text.ts';

/** What a row of the work history lacks beside its name. A name alone may only speak where nothing can contradict it. */
const ANY = 1;
const NO_WORK_ID = 2;
const NO_WORK_EMAIL = 4;
const NEITHER = 8;

/**
 * Who has a row in the work history, by the signals that a sync places such rows by: Work ID, work e-mail, and the name
 * where no other signal says otherwise. Keeps some 50 bytes for each person, in flat arrays.
 */
export class HistoryIndex {
  readonly #rows = new FlagsByText();

  add({ workId, workEmail, nameKey }: PersonSignals): void {
    if (workId !== null) this.#rows.add(`i${workId}`, ANY);
    if (workEmail !== null) this.#rows.add(`e${workEmail}`, ANY);
    if (nameKey === null) return;
    const lacks = ANY | (workId === null ? NO_WORK_ID : 0) | (workEmail === null ? NO_WORK_EMAIL : 0);
    const isBare = workId === null && workEmail === null;
    this.#rows.add(`n${nameKey}`, lacks | (isBare ? NEITHER : 0));
  }

  /** True also where a row may be somebody else's of the same name: better no record than one of a wrong person. */
  mayHold({ workId, workEmail, nameKey }: PersonSignals): boolean {
    if (workId !== null && this.#rows.get(`i${workId}`) !== 0) return true;
    if (workEmail !== null && this.#rows.get(`e${workEmail}`) !== 0) return true;
    const rows = nameKey === null ? 0 : this.#rows.get(`n${nameKey}`);
    return (rows & silentRows(workId !== null, workEmail !== null)) !== 0;
  }
}

/** The rows of one's name that say nothing about what one has. */
function silentRows(hasWorkId: boolean, hasWorkEmail: boolean): number {
  if (hasWorkId && hasWorkEmail) return NEITHER;
  if (hasWorkId) return NO_WORK_ID;
  return hasWorkEmail ? NO_WORK_EMAIL : ANY;
}
