import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { exampleOfEvent } from './event-example.ts';
import { EVENT_PAYLOADS } from './event-payloads.ts';
import { EVENT_TYPES } from './events.ts';

describe.each(EVENT_TYPES)('%s', (type) => {
  it('has an example that fits its schema, marked as a test', () => {
    const example = exampleOfEvent(type);
    expect([...Value.Errors(EVENT_PAYLOADS[type].schema, example)]).toEqual([]);
    expect(example['is_test']).toBe(true);
  });

  it('says when it is sent', () => {
    expect(EVENT_PAYLOADS[type].description).toMatch(/^[A-Z].+\.$|changes` says what\.$/);
  });

  it('has a schema that takes nothing else', () => {
    const { schema } = EVENT_PAYLOADS[type];
    expect(Value.Check(schema, { ...exampleOfEvent(type), more: 1 })).toBe(false);
    expect(Value.Check(schema, {})).toBe(false);
  });
});

it('an example holds no sensitive value, and tells a change only of an update', () => {
  expect(exampleOfEvent('employee.updated')).toMatchObject({ record: { ssn: null }, changes: [{}] });
  expect(exampleOfEvent('employee.created')['changes']).toEqual([]);
  expect(exampleOfEvent('employee.deleted')).not.toHaveProperty('erased');
});
