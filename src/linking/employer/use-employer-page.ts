import { useEffect, useRef, useState } from 'preact/hooks';
import type { EmployerPageView } from '../../employer/employer-page-view.ts';
import type { Language } from '../../lib/language.ts';
import { LinkRefused } from '../modal/link-api.ts';
import { whenPageReturns } from '../modal/page-return.ts';
import { toOutcome, type Outcome } from '../modal/use-session.ts';
import type { EmployerApi, Receipt } from './employer-api.ts';

const READING_MS = 2_000;
const IDLE_MS = 30_000;

/** What the page shows now. */
export type Shown =
  | { kind: 'loading' }
  | { kind: 'connection'; view: EmployerPageView }
  /** `former`: what was shown before it was erased; null after a reload. */
  | { kind: 'receipt'; receipt: Receipt; former: EmployerPageView | null }
  | { kind: 'ended' };

export interface EmployerPage {
  shown: Shown;
  /** The service can't be reached right now. */
  isInTrouble: boolean;
  /** Runs a call that answers with what is to be shown. */
  run: (call: () => Promise<Shown>) => Promise<Outcome>;
}

/** Keeps the page fresh: often while the source is being read. `language` null: as the link says. */
export function useEmployerPage(
  api: EmployerApi,
  language: Language | null,
  onEnded: () => void,
): EmployerPage {
  const [shown, setShown] = useState<Shown>({ kind: 'loading' });
  const [isInTrouble, setInTrouble] = useState(false);
  const [turn, setTurn] = useState(0);
  const latest = useRef(0);

  const accept = (next: Shown): void => {
    latest.current += 1;
    setShown((before) => keepFormer(before, next));
    setInTrouble(false);
    if (next.kind === 'ended') onEnded();
  };
  const refresh = (): void => setTurn((former) => former + 1);
  useEffect(() => {
    const asked = (latest.current += 1);
    void look(api, language).then(
      (next) => asked === latest.current && accept(next),
      () => asked === latest.current && setInTrouble(true),
    );
  }, [api, language, turn]);
  useEffect(() => {
    const delayMs = delayOf(shown, isInTrouble);
    if (delayMs === null) return;
    const timer = setTimeout(refresh, delayMs);
    return () => clearTimeout(timer);
  }, [shown, isInTrouble, turn]);
  const isConnection = shown.kind === 'connection';
  useEffect(() => (isConnection ? whenPageReturns(refresh) : undefined), [isConnection]);

  const run = async (call: () => Promise<Shown>): Promise<Outcome> => {
    try {
      accept(await call());
      return 'done';
    } catch (error) {
      refresh();
      return toOutcome(error);
    }
  };
  return { shown, isInTrouble, run };
}

/** Which user is to be removed at the source is erased with the rest: this page alone still knows. */
function keepFormer(before: Shown, next: Shown): Shown {
  if (next.kind !== 'receipt') return next;
  const former =
    before.kind === 'connection' ? before.view : before.kind === 'receipt' ? before.former : null;
  return { ...next, former };
}

/** The connection; or the receipt of one that was erased here; or nothing any more. */
async function look(api: EmployerApi, language: Language | null): Promise<Shown> {
  try {
    return { kind: 'connection', view: await api.view(language) };
  } catch (error) {
    if (!(error instanceof LinkRefused)) throw error;
  }
  try {
    return { kind: 'receipt', receipt: await api.receipt(), former: null };
  } catch (error) {
    if (error instanceof LinkRefused) return { kind: 'ended' };
    throw error;
  }
}

/** Null: nothing changes any more. */
function delayOf(shown: Shown, isInTrouble: boolean): number | null {
  if (isInTrouble) return READING_MS * 2;
  if (shown.kind === 'receipt') return shown.receipt.erased_at === null ? READING_MS : null;
  if (shown.kind !== 'connection') return null;
  return shown.view.sync.open_run === null ? IDLE_MS : READING_MS;
}
