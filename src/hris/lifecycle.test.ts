import { describe, expect, it } from 'vitest';
import { advanceLifecycle } from './lifecycle.ts';
import type { LifecycleContext, LifecyclePerson, LifecycleState, PersonNow } from './lifecycle-state.ts';

const LATER_RUN: LifecycleContext = { isFirstSight: false, linkedOn: '2026-01-01' };
const FIRST_SYNC: LifecycleContext = { isFirstSight: true, linkedOn: '2026-01-01' };

/** What the source says: [status, start, last day]. */
type Source = [string | null, string | null, string | null];
type Told = string[];

/** One person from sight to sight, as a run or the calendar evaluates it. */
class Story {
  #state: LifecycleState | null = null;
  #before: LifecyclePerson | null = null;
  #source: PersonNow | undefined;
  readonly #context: LifecycleContext;
  status: string | null = null;
  nextDueOn: string | null = null;

  constructor(context: LifecycleContext) {
    this.#context = context;
  }

  /** The source is read on the day. */
  read(today: string, [sourceStatus, startDate, terminationDate]: Source, isDeleted = false): Told {
    this.#source = { sourceStatus, startDate, terminationDate, isDeleted };
    return this.day(today);
  }

  /** The calendar comes to the day. */
  day(today: string): Told {
    const source = this.#source!;
    const context = this.#before === null ? this.#context : { ...this.#context, isFirstSight: false };
    const step = advanceLifecycle(this.#state, this.#before, source, today, context);
    this.status = step.status;
    this.nextDueOn = step.state.nextDueOn;
    const isToKeep = this.#state !== null || step.events.length > 0 || step.state.nextDueOn !== null;
    this.#state = isToKeep ? step.state : null;
    this.#before = { ...source, status: step.status };
    return step.events.map(({ name, effectiveDate, previousEffectiveDate }) =>
      [name, effectiveDate ?? '-', ...(previousEffectiveDate ? [`was ${previousEffectiveDate}`] : [])].join(
        ' ',
      ),
    );
  }
}

const story = (context = LATER_RUN) => new Story(context);

describe('the first sight of a person', () => {
  it.each<[string, Source, Told, Told]>([
    // what, source on 2026-03-10, told at the first sync, told when new in a later run
    ['at work for long', ['ACTIVE', '2020-01-06', null], [], ['started 2020-01-06']],
    ['whose first day it is', ['ACTIVE', '2026-03-10', null], [], ['started 2026-03-10']],
    ['to come', ['PENDING', '2026-03-11', null], ...twice(['onboarding_scheduled 2026-03-11'])],
    ['to come, called active', ['ACTIVE', '2026-03-11', null], ...twice(['onboarding_scheduled 2026-03-11'])],
    [
      'whose last day it is',
      ['ACTIVE', '2020-01-06', '2026-03-10'],
      ['offboarding_scheduled 2026-03-10'],
      ['started 2020-01-06', 'offboarding_scheduled 2026-03-10'],
    ],
    [
      'to come and to go',
      ['PENDING', '2026-04-01', '2026-09-30'],
      ...twice(['onboarding_scheduled 2026-04-01', 'offboarding_scheduled 2026-09-30']),
    ],
    [
      'come and gone since the link',
      ['INACTIVE', '2026-02-02', '2026-03-09'],
      [],
      ['started 2026-02-02', 'terminated 2026-03-09'],
    ],
    ['gone before the link', ['INACTIVE', '2020-01-06', '2025-12-31'], [], []],
    ['gone, nobody knows when', ['INACTIVE', '2020-01-06', null], [], []],
    ['of unknown start', ['ACTIVE', null, null], [], []],
    [
      'of unknown status',
      [null, '2020-01-06', '2026-05-01'],
      ['offboarding_scheduled 2026-05-01'],
      ['started 2020-01-06', 'offboarding_scheduled 2026-05-01'],
    ],
  ])('somebody %s', (_what, source, atFirstSync, later) => {
    const first = story(FIRST_SYNC);
    expect(first.read('2026-03-10', source)).toEqual(atFirstSync);
    expect(first.read('2026-03-10', source)).toEqual([]);
    const second = story();
    expect(second.read('2026-03-10', source)).toEqual(later);
    expect(second.read('2026-03-10', source)).toEqual([]);
  });
});

describe('a start to come', () => {
  it('is told once, and comes on its day, once', () => {
    const hire = story();
    expect(hire.read('2026-03-01', ['PENDING', '2026-03-10', null])).toEqual([
      'onboarding_scheduled 2026-03-10',
    ]);
    expect(hire).toMatchObject({ status: 'PENDING', nextDueOn: '2026-03-10' });
    expect(hire.day('2026-03-09')).toEqual([]);
    expect(hire.day('2026-03-10')).toEqual(['started 2026-03-10']);
    expect(hire).toMatchObject({ status: 'ACTIVE', nextDueOn: null });
    expect(hire.day('2026-03-10')).toEqual([]);
    expect(hire.read('2026-03-11', ['ACTIVE', '2026-03-10', null])).toEqual([]);
  });

  it('is told again when it moves, also to a day that has passed', () => {
    const hire = story(FIRST_SYNC);
    hire.read('2026-03-01', ['PENDING', '2026-03-10', null]);
    expect(hire.read('2026-03-02', ['PENDING', '2026-03-20', null])).toEqual([
      'onboarding_scheduled 2026-03-20 was 2026-03-10',
    ]);
    expect(hire.day('2026-03-10')).toEqual([]);
    expect(hire.read('2026-03-12', ['ACTIVE', '2026-03-11', null])).toEqual(['started 2026-03-11']);
  });

  it('that moves away after it came is to come once more', () => {
    const hire = story();
    hire.read('2026-03-10', ['ACTIVE', '2026-03-10', null]);
    expect(hire.read('2026-03-11', ['PENDING', '2026-03-20', null])).toEqual([
      'onboarding_scheduled 2026-03-20 was 2026-03-10',
    ]);
    expect(hire.day('2026-03-20')).toEqual(['started 2026-03-20']);
  });

  it('whose day the source takes back is told without one, and again with the next', () => {
    const hire = story();
    hire.read('2026-03-01', ['PENDING', '2026-03-10', null]);
    expect(hire.read('2026-03-02', ['PENDING', null, null])).toEqual([
      'onboarding_scheduled - was 2026-03-10',
    ]);
    expect(hire.day('2026-03-10')).toEqual([]);
    expect(hire.read('2026-03-11', ['PENDING', '2026-03-15', null])).toEqual([
      'onboarding_scheduled 2026-03-15',
    ]);
  });

  it('that is called off is an end, and no start', () => {
    const hire = story();
    hire.read('2026-03-01', ['PENDING', '2026-03-10', null]);
    expect(hire.read('2026-03-05', ['INACTIVE', '2026-03-10', '2026-03-04'])).toEqual([
      'terminated 2026-03-04',
    ]);
    expect(hire.day('2026-03-10')).toEqual([]);
    expect(hire.status).toBe('INACTIVE');
  });

  it('without a day comes when the source says so', () => {
    const hire = story();
    expect(hire.read('2026-03-01', ['PENDING', null, null])).toEqual([]);
    expect(hire.read('2026-03-02', ['ACTIVE', null, null])).toEqual(['started -']);
    expect(hire.read('2026-03-03', ['ACTIVE', '2026-03-01', null])).toEqual([]);
  });

  it('of long ago that is corrected is no news', () => {
    const worker = story(FIRST_SYNC);
    worker.read('2026-03-01', ['ACTIVE', '2020-01-06', null]);
    expect(worker.read('2026-03-02', ['ACTIVE', '2020-02-06', null])).toEqual([]);
    expect(worker.read('2026-03-03', ['ACTIVE', null, null])).toEqual([]);
    expect(worker.read('2026-03-04', ['ACTIVE', '2020-01-06', null])).toEqual([]);
  });
});

describe('an end', () => {
  const atWork = () => {
    const worker = story(FIRST_SYNC);
    worker.read('2026-03-01', ['ACTIVE', '2020-01-06', null]);
    return worker;
  };

  it('to come is told once, moves, is taken back, and comes when its day is over', () => {
    const worker = atWork();
    expect(worker.read('2026-03-02', ['ACTIVE', '2020-01-06', '2026-03-31'])).toEqual([
      'offboarding_scheduled 2026-03-31',
    ]);
    expect(worker.nextDueOn).toBe('2026-04-01');
    expect(worker.read('2026-03-03', ['INACTIVE', '2020-01-06', '2026-03-31'])).toEqual([]);
    expect(worker.read('2026-03-04', ['ACTIVE', '2020-01-06', '2026-03-20'])).toEqual([
      'offboarding_scheduled 2026-03-20 was 2026-03-31',
    ]);
    expect(worker.read('2026-03-05', ['ACTIVE', '2020-01-06', null])).toEqual([
      'offboarding_canceled 2026-03-20',
    ]);
    expect(worker.nextDueOn).toBeNull();
    expect(worker.read('2026-03-06', ['ACTIVE', '2020-01-06', '2026-03-20'])).toEqual([
      'offboarding_scheduled 2026-03-20',
    ]);
    expect(worker.day('2026-03-20')).toEqual([]);
    expect(worker.status).toBe('ACTIVE');
    expect(worker.day('2026-03-21')).toEqual(['terminated 2026-03-20']);
    expect(worker).toMatchObject({ status: 'INACTIVE', nextDueOn: null });
    expect(worker.day('2026-03-22')).toEqual([]);
    expect(worker.read('2026-03-23', ['INACTIVE', '2020-01-06', '2026-03-20'])).toEqual([]);
  });

  it('today is scheduled at once and comes at midnight', () => {
    const worker = atWork();
    expect(worker.read('2026-03-02', ['INACTIVE', '2020-01-06', '2026-03-02'])).toEqual([
      'offboarding_scheduled 2026-03-02',
    ]);
    expect(worker.status).toBe('ACTIVE');
    expect(worker.day('2026-03-03')).toEqual(['terminated 2026-03-02']);
  });

  it('of before is told once, and its day may be corrected afterwards', () => {
    const worker = atWork();
    expect(worker.read('2026-03-02', ['INACTIVE', '2020-01-06', '2026-02-20'])).toEqual([
      'terminated 2026-02-20',
    ]);
    expect(worker.read('2026-03-03', ['INACTIVE', '2020-01-06', '2026-02-18'])).toEqual([]);
  });

  it('without a day has none, and getting one is no second end', () => {
    const worker = atWork();
    expect(worker.read('2026-03-02', ['INACTIVE', '2020-01-06', null])).toEqual(['terminated -']);
    expect(worker.read('2026-03-03', ['INACTIVE', '2020-01-06', '2026-03-01'])).toEqual([]);
  });

  it('comes once for a clock that goes back, and the person stays gone', () => {
    const worker = atWork();
    worker.read('2026-03-02', ['ACTIVE', '2020-01-06', '2026-03-20']);
    expect(worker.day('2026-03-21')).toEqual(['terminated 2026-03-20']);
    expect(worker.read('2026-03-20', ['ACTIVE', '2020-01-06', '2026-03-20'])).toEqual([]);
    expect(worker.status).toBe('INACTIVE');
    expect(worker.day('2026-03-21')).toEqual([]);
  });

  it('and a start that both passed unseen come with their own days', () => {
    const hire = story();
    hire.read('2026-03-01', ['PENDING', '2026-03-10', '2026-03-12']);
    expect(hire.day('2026-03-20')).toEqual(['started 2026-03-10', 'terminated 2026-03-12']);
    expect(hire.day('2026-03-20')).toEqual([]);
  });

  it('on 29 February comes on 1 March', () => {
    const worker = atWork();
    worker.read('2028-02-01', ['ACTIVE', '2020-01-06', '2028-02-29']);
    expect(worker.day('2028-02-29')).toEqual([]);
    expect(worker.day('2028-03-01')).toEqual(['terminated 2028-02-29']);
  });
});

describe('somebody who is gone', () => {
  const gone = () => {
    const worker = story(FIRST_SYNC);
    worker.read('2026-02-20', ['ACTIVE', '2020-01-06', null]);
    worker.read('2026-03-01', ['INACTIVE', '2020-01-06', '2026-02-28']);
    return worker;
  };

  it.each<[string, Source, Told]>([
    ['comes back on a day that passed', ['ACTIVE', '2026-03-09', '2026-02-28'], ['rehired 2026-03-09']],
    [
      'is to come back',
      ['PENDING', '2026-04-01', null],
      ['rehired 2026-04-01', 'onboarding_scheduled 2026-04-01'],
    ],
    [
      'comes back for a time',
      ['ACTIVE', '2026-03-09', '2026-06-30'],
      ['rehired 2026-03-09', 'offboarding_scheduled 2026-06-30'],
    ],
    ['was never to go', ['ACTIVE', '2020-01-06', null], ['rehired -']],
    [
      'is to go later',
      ['ACTIVE', '2020-01-06', '2026-03-31'],
      ['rehired -', 'offboarding_scheduled 2026-03-31'],
    ],
    ['is of unknown status', [null, '2020-01-06', null], []],
  ])('and %s', (_what, source, told) => {
    const worker = gone();
    expect(worker.read('2026-03-10', source)).toEqual(told);
    expect(worker.read('2026-03-10', source)).toEqual([]);
  });

  it('and comes back starts on the day, and may go once more', () => {
    const worker = gone();
    worker.read('2026-03-10', ['PENDING', '2026-04-01', '2026-02-28']);
    expect(worker.day('2026-04-01')).toEqual(['started 2026-04-01']);
    expect(worker.read('2026-05-02', ['INACTIVE', '2026-04-01', '2026-05-01'])).toEqual([
      'terminated 2026-05-01',
    ]);
  });

  it('since before the first sight is rehired too', () => {
    const worker = story(FIRST_SYNC);
    worker.read('2026-03-01', ['INACTIVE', '2015-01-05', '2018-08-31']);
    expect(worker.read('2026-03-02', ['ACTIVE', '2026-03-02', null])).toEqual(['rehired 2026-03-02']);
  });
});

describe('a deleted person', () => {
  it('is told of by the deletion alone; what passed meanwhile comes when it is back', () => {
    const worker = story(FIRST_SYNC);
    worker.read('2026-03-01', ['ACTIVE', '2020-01-06', '2026-03-20']);
    expect(worker.read('2026-03-05', ['ACTIVE', '2020-01-06', '2026-03-20'], true)).toEqual([]);
    expect(worker.nextDueOn).toBeNull();
    expect(worker.day('2026-03-25')).toEqual([]);
    expect(worker.status).toBe('ACTIVE');
    expect(worker.read('2026-03-26', ['ACTIVE', '2020-01-06', '2026-03-20'])).toEqual([
      'terminated 2026-03-20',
    ]);
  });

  it('that comes back as it was is no rehire', () => {
    const worker = story(FIRST_SYNC);
    worker.read('2026-03-01', ['ACTIVE', '2020-01-06', null]);
    worker.read('2026-03-05', ['ACTIVE', '2020-01-06', null], true);
    expect(worker.read('2026-03-26', ['ACTIVE', '2020-01-06', null])).toEqual([]);
  });
});

function twice(told: Told): [Told, Told] {
  return [told, told];
}
