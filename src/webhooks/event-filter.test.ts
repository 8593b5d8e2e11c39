import { describe, expect, it } from 'vitest';
import { matchesEventFilter, parseEventFilter } from './event-filter.ts';
import { EVENT_TYPES } from './events.ts';

describe('matchesEventFilter', () => {
  it.each(EVENT_TYPES)('* wants %s, and so do its name and its family', (type) => {
    expect(matchesEventFilter(['*'], type)).toBe(true);
    expect(matchesEventFilter([type], type)).toBe(true);
    expect(matchesEventFilter([`${type.split('.')[0]!}.*`], type)).toBe(true);
  });

  it.each([
    [['employee.*'], 'employment.created'],
    [['employee.created'], 'employee.updated'],
    [['sync.*', 'group.deleted'], 'employee.created'],
    [[], 'employee.created'],
  ])('%j does not want %s', (filter, type) => {
    expect(matchesEventFilter(filter, type)).toBe(false);
  });
});

describe('parseEventFilter', () => {
  it('keeps known entries once', () => {
    expect(parseEventFilter(['employee.*', 'sync.held', 'employee.*'])).toEqual(['employee.*', 'sync.held']);
  });

  it.each([[['employe.created']], [['employee']], [['emp*']], [['']], [['*.*']], [['employee.created.*']]])(
    'refuses %j, which could never match',
    (filter) => {
      expect(() => parseEventFilter(filter)).toThrow(expect.objectContaining({ code: 'event_type_unknown' }));
    },
  );

  it('refuses an empty filter', () => {
    expect(() => parseEventFilter([])).toThrow(expect.objectContaining({ code: 'event_filter_empty' }));
  });
});
