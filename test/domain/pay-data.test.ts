import { MAX_PAY_DATA_BYTES, readPayData } from '@payserver/shared/domain/pay-data';
import { expect, test } from 'vitest';

/** An object of exactly so many bytes of JSON. */
const ofBytes = (bytes: number) => ({ code: 'x'.repeat(bytes - '{"code":""}'.length) });
const nested = (levels: number): object => (levels === 1 ? {} : { in: nested(levels - 1) });

test.each([
  ['none', undefined],
  ['null', null],
])('%s is nothing to show', (_, said) => {
  expect(readPayData(said)).toBeNull();
});

test.each([
  ['a code', { codeUrl: 'weixin://wxpay/bizpayurl?pr=abc' }],
  ['as much as may be', ofBytes(MAX_PAY_DATA_BYTES)],
  ['as deep as may be', nested(8)],
  ['an emoji', { text: '👍' }],
])('%s is stored as it is', (_, said) => {
  expect(readPayData(said)).toEqual(said);
});

test.each([
  ['a text', 'https://x.example'],
  ['a list', [1]],
  ['a byte too much', ofBytes(MAX_PAY_DATA_BYTES + 1)],
  ['a level too much', nested(9)],
  ['NUL, which PostgreSQL cannot store', { a: '\0' }],
  ['half a surrogate pair, which it cannot store either', { a: '\ud83d' }],
])('%s is refused, and the reason names it', (_, said) => {
  expect(readPayData(said)).toMatch(/^payData /);
});
