import { describe, expect, it } from 'vitest';
import { AppError, invalidInput, type ErrorKind } from '../lib/app-error.ts';
import { toProblemAnswer } from './problems.ts';

describe('a problem', () => {
  it('has the status of its kind', () => {
    const kinds: Record<ErrorKind, number> = {
      invalid_input: 400,
      unauthenticated: 401,
      forbidden: 403,
      not_found: 404,
      conflict: 409,
      gone: 410,
      too_large: 413,
      unprocessable: 422,
      rate_limited: 429,
      unavailable: 503,
      internal: 500,
    };
    for (const [kind, status] of Object.entries(kinds)) {
      expect(toProblemAnswer(new AppError(kind as ErrorKind, 'code', 'text')).status).toBe(status);
    }
  });

  it('carries code, text and pointer', () => {
    expect(toProblemAnswer(invalidInput('bad_name', 'The name is bad.', '/name')).body).toEqual({
      detail: 'The name is bad.',
      errors: [
        {
          title: 'Invalid input',
          detail: 'The name is bad.',
          problem_type: 'bad_name',
          source: { pointer: '/name' },
        },
      ],
    });
  });

  it('tells whoever must wait how long', () => {
    const asked = new AppError('rate_limited', 'slow', 'Wait.', { retryAfterSeconds: 7 });
    expect(toProblemAnswer(asked).retryAfterSeconds).toBe(7);
    expect(toProblemAnswer(new AppError('unavailable', 'away', 'Away.')).retryAfterSeconds).toBeGreaterThan(
      0,
    );
    expect(toProblemAnswer(new AppError('conflict', 'c', 'C.')).retryAfterSeconds).toBeUndefined();
  });

  it('tells nothing of an unexpected error, and nothing of an internal one', () => {
    const thrown = [
      new Error('secret-canary'),
      'secret-canary',
      null,
      new AppError('internal', 'secret-canary', 'secret-canary'),
      Object.assign(new Error('secret-canary'), { statusCode: 418 }),
    ];
    for (const error of thrown) {
      const { status, body } = toProblemAnswer(error);
      expect([status, body.errors[0]?.problem_type]).toEqual([500, 'internal_error']);
      expect(JSON.stringify(body)).not.toContain('canary');
    }
  });

  it("says what the server refuses in our words, never in the server's, which may quote the request", () => {
    const parsing = Object.assign(new Error('Unexpected token canary in JSON'), { statusCode: 400 });
    expect(JSON.stringify(toProblemAnswer(parsing))).not.toContain('canary');
    expect(
      toProblemAnswer(Object.assign(new Error('big'), { statusCode: 413 })).body.errors[0]?.problem_type,
    ).toBe('body_too_large');
  });

  it('has one error per field', () => {
    const validation = [
      { keyword: 'required', instancePath: '', params: { requiredProperties: ['a', 'b'] }, message: 'x' },
      {
        keyword: 'enum',
        instancePath: '/words/1',
        params: { allowedValues: ['x', 'y'] },
        message: 'must be one of',
      },
      { keyword: 'anyOf', instancePath: '/words/1', params: {}, message: 'must match' },
    ];
    const { status, body } = toProblemAnswer(Object.assign(new Error('v'), { validation }));
    expect(status).toBe(400);
    expect(body.errors.map((error) => [error.problem_type, error.source.pointer, error.detail])).toEqual([
      ['field_missing', '/a', 'a is required.'],
      ['field_missing', '/b', 'b is required.'],
      ['invalid_value', '/words/1', 'words.1 must be one of: x, y.'],
    ]);
  });
});
