import { bareParser, wholeRoster, type Pass } from './parse-passes.ts';

const ROWS_PER_LOOK = 500;

/** Prints by how many megabytes the resident memory grows while the reports are read, after a warm-up on small ones. */
const [mode, census, workHistory, smallCensus, smallWorkHistory] = process.argv.slice(2);
const passes = (files: { census: string; workHistory: string }): Pass[] =>
  mode === 'ours' ? [wholeRoster(files)] : [bareParser(files.census), bareParser(files.workHistory)];

for (const pass of passes({ census: smallCensus!, workHistory: smallWorkHistory! })) await pass();
globalThis.gc?.();
const before = process.memoryUsage.rss();
const highBefore = highWaterMark();
let peak = before;
let rows = 0;
for (const pass of passes({ census: census!, workHistory: workHistory! })) {
  await pass(() => {
    if ((rows += 1) % ROWS_PER_LOOK === 0) peak = Math.max(peak, process.memoryUsage.rss());
  });
}
// The kernel's own mark sees what lies between two looks, but only above what the warm-up had reached.
if (highWaterMark() > highBefore) peak = Math.max(peak, highWaterMark());
console.log(JSON.stringify({ rows, megabytes: (peak - before) / 1_000_000 }));

function highWaterMark(): number {
  return process.resourceUsage().maxRSS * 1024;
}
