import { ceilingFigure, ratioFigure, type Figure } from './support/figure.ts';
import { interleave, type Contestant } from './support/interleave.ts';
import { memoryGrowth } from './support/memory-growth.ts';
import { bareParser, census, wholeRoster, workHistory, type Pass } from './support/parse-passes.ts';
import { writeReportFiles } from './support/report-files.ts';

const ROWS = 100_000;
const SMALL_ROWS = 2_000;
const ROUNDS = 5;
const MIN_RATIO = 1 / 3;
const MAX_GROWTH = { max: 150, unit: 'MB' };

/** Parsing and normalizing against the bare CSV parser over the same files, in rows per second and in memory. */
export async function measure(): Promise<Figure[]> {
  await using files = await writeReportFiles(ROWS);
  await using small = await writeReportFiles(SMALL_ROWS);
  const both = sequence(bareParser(files.census), bareParser(files.workHistory));
  return [
    await speed('census rows/s', ROWS, census(files.census), bareParser(files.census)),
    await speed('work history rows/s', ROWS, workHistory(files.workHistory), bareParser(files.workHistory)),
    await speed('whole roster rows/s', 2 * ROWS, wholeRoster(files), both),
    ceilingFigure(
      'growth of resident memory, MB',
      await memoryGrowth('ours', files, small),
      await memoryGrowth('bare', files, small),
      MAX_GROWTH,
    ),
  ];
}

async function speed(name: string, rowCount: number, ours: Pass, limit: Pass): Promise<Figure> {
  const medians = await interleave(
    [contestant('limit', limit, rowCount), contestant('ours', ours, rowCount)],
    ROUNDS,
  );
  const perSecond = (milliseconds: number) => (rowCount / milliseconds) * 1000;
  return ratioFigure(name, perSecond(medians['ours']!), perSecond(medians['limit']!), MIN_RATIO);
}

/** A pass that loses rows would be quick for nothing. */
function contestant(name: string, pass: Pass, rowCount: number): Contestant {
  return {
    name,
    async run() {
      const count = await pass();
      if (count !== rowCount) throw new Error(`${name} read ${count} rows instead of ${rowCount}.`);
    },
  };
}

function sequence(...passes: readonly Pass[]): Pass {
  return async () => {
    let count = 0;
    for (const pass of passes) count += await pass();
    return count;
  };
}
