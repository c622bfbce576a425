import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatFen, parseYuan, yuanInput } from '../../apps/console/src/format/money.ts';

test.each([
  [0, '¥0.00'],
  [1, '¥0.01'],
  [10, '¥0.10'],
  [100, '¥1.00'],
  [123_450, '¥1,234.50'],
  [100_000_000, '¥1,000,000.00'],
  [-5, '−¥0.05'],
  [Number.MAX_SAFE_INTEGER, '¥90,071,992,547,409.91'],
])('%d fen are written as %s', (fen, written) => {
  expect(formatFen(fen)).toBe(written);
});

test('what is written is read again, to the fen, up to the largest integer', () => {
  fc.assert(
    fc.property(fc.nat(Number.MAX_SAFE_INTEGER), (fen) => {
      expect(parseYuan(formatFen(fen))).toBe(fen);
      expect(parseYuan(yuanInput(fen))).toBe(fen);
    }),
  );
});

test.each([
  ['12', 1_200],
  ['12.5', 1_250],
  [' ¥ 1,234.50 ', 123_450],
  ['１２．５０', 1_250],
  ['￥8元', 800],
  ['0.07', 7],
])('%s is read', (text, fen) => {
  expect(parseYuan(text)).toBe(fen);
});

test.each(['', '.', '1.234', '-1', '1e3', '12,34', 'abc', '1.2.3', '0x10', '99999999999999999'])(
  '"%s" is no amount',
  (text) => {
    expect(parseYuan(text)).toBeNull();
  },
);
