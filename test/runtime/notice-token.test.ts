import { createNoticeUrls } from '@payserver/shared/runtime/notice-token';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const BASE = 'https://pay.test/api/v1.0.0';
const urls = createNoticeUrls('a secret of at least thirty-two bytes', BASE);
const kind = fc.constantFrom('pay' as const, 'refund' as const);
const tractionNo = fc.stringMatching(/^[12]\d{15,19}$/);
const tokenOf = (url: string) => url.slice(url.lastIndexOf('/') + 1);

describe('a notice URL', () => {
  test('has the form of the design: route of its kind, number, token', () => {
    fc.assert(
      fc.property(kind, tractionNo, (of, no) => {
        const route = of === 'pay' ? 'payInfo' : 'refundInfo';
        const url = urls.urlFor(of, no);
        expect(url.startsWith(`${BASE}/${route}/${no}/`)).toBe(true);
        expect(tokenOf(url)).toMatch(/^[\w-]{43}$/);
      }),
    );
  });

  test('holds the one token that is valid for its order', () => {
    fc.assert(
      fc.property(kind, tractionNo, fc.string({ unit: 'binary' }), (of, no, other) => {
        const token = tokenOf(urls.urlFor(of, no));
        expect(urls.isValid(of, no, token)).toBe(true);
        expect(urls.isValid(of, no, other)).toBe(other === token);
      }),
    );
  });

  test('is not valid with one character changed, cut off or added', () => {
    const no = '17800000000000001000';
    const token = tokenOf(urls.urlFor('pay', no));
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.string({ minLength: 1 }), (at, text) => {
        const changed = `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
        for (const wrong of [changed, token.slice(0, at), token + text, text + token]) {
          expect(urls.isValid('pay', no, wrong)).toBe(false);
        }
      }),
    );
  });

  test('is of no use for another order, for the other kind or under another secret', () => {
    const stranger = createNoticeUrls('another secret of thirty-two bytes...', BASE);
    fc.assert(
      fc.property(kind, tractionNo, tractionNo, (of, no, other) => {
        const token = tokenOf(urls.urlFor(of, no));
        expect(urls.isValid(of, other, token)).toBe(other === no);
        expect(urls.isValid(of === 'pay' ? 'refund' : 'pay', no, token)).toBe(false);
        expect(stranger.isValid(of, no, token)).toBe(false);
      }),
    );
  });

  test('is valid in every process that has the same secret, whatever its public address', () => {
    const twin = createNoticeUrls('a secret of at least thirty-two bytes', 'http://other.test');
    expect(twin.isValid('pay', '1', tokenOf(urls.urlFor('pay', '1')))).toBe(true);
  });
});
