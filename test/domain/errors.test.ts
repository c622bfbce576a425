import {
  done,
  ERRORS,
  type ErrorCode,
  RefusalError,
  refused,
  unwrap,
} from '@payserver/shared/domain/errors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

/** The table of errors in the design, section 4; 9001 and 9002 are the API document's. */
const HTTP_STATUS: Record<ErrorCode, number> = {
  9000: 500,
  9001: 500,
  9002: 500,
  9003: 404,
  9004: 400,
  9005: 409,
  9006: 409,
  9007: 409,
  9008: 422,
  9401: 401,
  9403: 403,
  9413: 413,
  9429: 429,
  9503: 503,
};
const CODES = Object.keys(ERRORS).map(Number) as ErrorCode[];
const anyCode = fc.constantFrom(...CODES);

describe('error codes', () => {
  test('each travels under the HTTP status that is documented for it', () => {
    const actual = Object.fromEntries(CODES.map((code) => [code, ERRORS[code].statusCode]));
    expect(actual).toEqual(HTTP_STATUS);
  });

  test('no two share a name', () => {
    const names = CODES.map((code) => ERRORS[code].name);
    expect(new Set(names).size).toBe(CODES.length);
    expect(names).not.toContain('');
  });

  test('those above 9400 end in their own HTTP status', () => {
    const late = CODES.filter((code) => code > 9400);
    expect(late.map((code) => ERRORS[code].statusCode)).toEqual(late.map((code) => code - 9000));
  });
});

describe('results', () => {
  test('a wrapped value comes back as the very same value', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(unwrap(done(value))).toBe(value);
      }),
    );
  });

  test('a refusal is a value, and is thrown only by unwrap, with its code and message', () => {
    fc.assert(
      fc.property(anyCode, fc.string(), (code, message) => {
        const result = refused(code, message);
        expect(result).toEqual({ ok: false, refusal: { code, message } });
        expect(() => unwrap(result)).toThrow(RefusalError);
        expect(() => unwrap(result)).toThrow(
          expect.objectContaining({ name: 'RefusalError', message, refusal: { code, message } }),
        );
      }),
    );
  });
});
