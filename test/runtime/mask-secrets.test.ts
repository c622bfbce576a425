import { maskSecrets } from '@payserver/shared/runtime/logger';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const digits = (min: number, max = min) => fc.stringMatching(new RegExp(`^\\d{${min},${max}}$`));
const starting = (prefixes: readonly number[], rest: fc.Arbitrary<string>) =>
  fc.tuple(fc.constantFrom(...prefixes), rest).map(([prefix, more]) => `${prefix}${more}`);

/** The published forms of a payment barcode. */
const FORMS = {
  'WeChat, 18 digits that begin with 10 to 15': starting([10, 11, 12, 13, 14, 15], digits(16)),
  'Alipay, 16 to 24 digits that begin with 25 to 30': starting(
    [25, 26, 27, 28, 29, 30],
    digits(14, 22),
  ),
  'UnionPay, 19 digits that begin with 62': starting([62], digits(17)),
};
const before = fc.string().map((text) => `${text}|`);
const after = fc.string().map((text) => `|${text}`);

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = fc
  .tuple(fc.constantFrom('HS256', 'RS256', 'EdDSA'), fc.webUrl(), fc.uint8Array({ minLength: 32 }))
  .map(([alg, iss, signature]) => [
    base64url({ alg, typ: 'JWT' }),
    base64url({ iss, exp: 1_900_000_000 }),
    Buffer.from(signature).toString('base64url'),
  ]);
const password = fc.string({ minLength: 1 }).map(encodeURIComponent);

describe('masked text', () => {
  test.each(Object.entries(FORMS))('shows the last four digits of a barcode: %s', (_, barcode) => {
    fc.assert(
      fc.property(before, barcode, after, (left, code, right) => {
        const masked = maskSecrets(`${left}${code}${right}`);
        expect(masked).not.toContain(code.slice(0, 10));
        expect(masked).toContain(`***${code.slice(-4)}`);
      }),
    );
  });

  test('hides every barcode of a text, also beside letters and in JSON', () => {
    const text =
      'code=134853566181206476, {"payBarCode":"281234567890123456"} x6212345678901234567y';
    expect(maskSecrets(text)).toBe('code=***6476, {"payBarCode":"***3456"} x***4567y');
  });

  test('shows no part of a JWT', () => {
    fc.assert(
      fc.property(jwt, fc.constantFrom('', 'Bearer ', '{"token":"', '?token='), (parts, left) => {
        expect(maskSecrets(`${left}${parts.join('.')}" rest`)).toBe(`${left}[jwt]" rest`);
      }),
    );
  });

  test('shows no password of a URL', () => {
    fc.assert(
      fc.property(fc.constantFrom('', 'app', 'a-b_c'), password, (user, secret) => {
        const masked = maskSecrets(
          `no answer from postgres://${user}:${secret}@db.test:5432/pay now`,
        );
        expect(masked).toBe(`no answer from postgres://${user}:***@db.test:5432/pay now`);
      }),
    );
  });

  test.each([
    ['an @ that was not encoded', 'postgres://app:hunter@2secret@db.test/pay'],
    ['a query parameter, as PostgreSQL allows', 'postgres://db.test/pay?user=app&password=2secret'],
  ])('shows no password of a URL: %s', (_, url) => {
    expect(URL.canParse(url)).toBe(true);
    expect(maskSecrets(`no answer from ${url} now`)).not.toContain('2secret');
  });

  test('is what it was when it is masked again', () => {
    const secret = fc.oneof(
      ...Object.values(FORMS),
      jwt.map((parts) => parts.join('.')),
    );
    fc.assert(
      fc.property(before, secret, after, (left, text, right) => {
        const masked = maskSecrets(`${left}${text} redis://u:p@h${right}`);
        expect(maskSecrets(masked)).toBe(masked);
      }),
    );
  });

  test.each([
    '2018-07-12 11:47:10',
    '"time":1785312000000,"pid":12345',
    'order 06a1B2c3D4e5F6g7H8i9J0 payAmount 100000000',
    'http://127.0.0.1:6010/pay answered 502',
    '00000000-0000-7000-8000-000000000000',
    '123456789012345 is too short',
    '1234567890123456789012345 is too long',
  ])('keeps what is no secret: %s', (text) => {
    expect(maskSecrets(text)).toBe(text);
  });
});
