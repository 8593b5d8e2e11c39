import type { Figure } from './support/figure.ts';
import { unchangedFigures } from './support/unchanged-figures.ts';

/** What a run costs when nothing has changed; `BENCH_PEOPLE` makes the employer smaller. */
export function measure(): Promise<Figure[]> {
  return unchangedFigures(Number(process.env['BENCH_PEOPLE'] ?? 100_000));
}
