import { setTimeout as pause } from 'node:timers/promises';
import { FakeSource, people, person, roster } from '../../test/integration/sync/fake-source.ts';

const PEOPLE = 100;
const LATENCY_MS = 200;
/** A reading that differs differs from the one before it and from the one after it: that makes two of twenty. */
const SHARE_ODD = 1 / 20;

type Open = FakeSource['connector']['openRemoteSession'];

/**
 * A source of a hundred people that takes its time to answer; about every tenth reading finds one of them changed, whichever
 * account and process it is of.
 */
export function createFleetSource(): { connector: FakeSource['connector'] } {
  const usual = people(PEOPLE);
  const source = new FakeSource(roster(usual));
  let oddReadings = 0;
  const open: Open = async (context, access) => {
    await pause(LATENCY_MS);
    if (Math.random() >= SHARE_ODD) return await source.connector.openRemoteSession(context, access);
    oddReadings += 1;
    const odd = person(1, { phone: `+1555${process.pid}${oddReadings}` });
    return await new FakeSource(roster([odd, ...usual.slice(1)])).connector.openRemoteSession(
      context,
      access,
    );
  };
  return { connector: { ...source.connector, openRemoteSession: open } };
}
