import { addAccount, syncOnce } from './sync-account.ts';
import { connect } from './sync-server.ts';

/** Prints by how many megabytes the resident memory grows over a first sync, after a warm-up on small reports. */
const [url, census, workHistory, smallCensus, smallWorkHistory] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
];
const { db, pool } = connect(url);
await syncOnce({ db, pool, url }, await addAccount(db), {
  census: smallCensus,
  workHistory: smallWorkHistory,
});
const account = await addAccount(db);
globalThis.gc?.();
const before = process.memoryUsage.rss();
let peak = before;
const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
await syncOnce({ db, pool, url }, account, { census, workHistory });
clearInterval(watch);
await db.destroy();
console.log(JSON.stringify({ megabytes: (peak - before) / 1_000_000 }));
