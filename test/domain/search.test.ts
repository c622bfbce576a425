import { tagsOf, tagsToFind } from '@payserver/shared/domain/order-tags';
import { prefixRanges, searchForms } from '@payserver/shared/domain/search';
import { createBarcodeCode } from '@payserver/shared/runtime/barcode-code';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

describe('what a number may be that was typed, pasted or scanned', () => {
  test.each([
    ['123', ['123']],
    [' 12\n3\r\n', ['12\n3', '123']],
    ['#123', ['#123', '123']],
    ['＃１２３', ['＃１２３', '123']],
    ['1 2', ['1 2', '12']],
    ['\u200B12\u00AD3\uFEFF', ['12\u00AD3', '123']],
    ['##', ['##']],
    [' \t\u3000\u200B', []],
    ['', []],
  ])('%j', (text, forms) => {
    expect(searchForms(text)).toEqual(forms);
  });

  test('every text of up to 128 characters, without what is unseen at its ends, is one of its own forms', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 128 }), (text) => {
        const seen = text.replace(/^[\s\p{Cc}\p{Cf}]+|[\s\p{Cc}\p{Cf}]+$/gu, '');
        fc.pre(seen.length <= 128);
        expect(searchForms(text)[0]).toBe(seen === '' ? undefined : seen);
        expect(searchForms(text).every((form) => form.length <= 128)).toBe(true);
      }),
    );
  });
});

test('the beginning of a number has bounds, byte by byte, that hold all longer ones and no others', () => {
  const bytes = (text: string) => Buffer.from(text);
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', minLength: 6, maxLength: 20 }),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
      fc.string({ unit: 'binary', maxLength: 20 }),
      (prefix, rest, other) => {
        const [range] = prefixRanges([prefix]);
        const isWithin = (text: string) =>
          range !== undefined &&
          bytes(text).compare(bytes(range.low)) > 0 &&
          bytes(text).compare(bytes(range.high)) < 0;
        fc.pre(!rest.startsWith('\u{10FFFF}'));
        expect(isWithin(prefix + rest)).toBe(true);
        expect(isWithin(prefix)).toBe(false);
        expect(isWithin(other)).toBe(other.startsWith(prefix) && other !== prefix);
      },
    ),
  );
  expect(prefixRanges(['12345', '123456'])).toEqual([{ low: '123456', high: '123456\u{10FFFF}' }]);
});

const codeOf = createBarcodeCode('a secret of at least thirty-two bytes');

describe('the tags of a payment', () => {
  const of = (clientExtraParams: object, payParams: object = {}) => ({
    clientExtraParams: { ...clientExtraParams },
    payParams: { ...payParams },
  });

  test('are the texts and numbers of its search keys, each once', () => {
    const payment = of({ orderNo: ' P1 ', table: 7, again: 'P1', other: 'no' });
    expect(tagsOf(payment, ['orderNo', 'table', 'again'], codeOf)).toEqual(['=P1', '=7']);
    expect(tagsOf(payment, [], codeOf)).toEqual([]);
  });

  test('leave out what is no number of an order', () => {
    const odd = [null, true, [], {}, '', ' ', '\u200B', 'x'.repeat(129), ['P1']];
    for (const value of odd) expect(tagsOf(of({ key: value }), ['key'], codeOf)).toEqual([]);
    for (const key of ['missing', 'toString', '__proto__', 'constructor']) {
      expect(tagsOf(of({}), [key], codeOf)).toEqual([]);
    }
    expect(tagsOf(of({ key: 'x'.repeat(128) }), ['key'], codeOf)).toEqual([`=${'x'.repeat(128)}`]);
  });

  test('have of a barcode its code alone, and nobody can pass a value for one', () => {
    const barcode = '134567890123456789';
    const [tag = ''] = tagsOf(of({}, { payBarCode: `${barcode}\r\n` }), ['payBarCode'], codeOf);
    expect(tag).toMatch(/^#[\w-]{22}$/);
    expect(tagsOf(of({ payBarCode: barcode }), ['payBarCode'], codeOf)).toEqual([]);
    expect(tagsOf(of({ key: tag }), ['key'], codeOf)).toEqual([`=${tag}`]);
    const other = createBarcodeCode('another secret of at least thirty-two bytes');
    expect(tagsOf(of({}, { payBarCode: barcode }), ['payBarCode'], other)).not.toEqual([tag]);
  });

  test('are found by the number as it is typed, pasted or scanned', () => {
    const barcode = '134567890123456789';
    const tags = tagsOf(of({ key: 'P 1' }, { payBarCode: barcode }), ['key', 'payBarCode'], codeOf);
    for (const [typed, at] of [
      ['P 1', 0],
      [' P 1\n', 0],
      [barcode, 1],
      ['1345 6789 0123 4567 89\r\n', 1],
      ['１３４５６７８９０１２３４５６７８９', 1],
    ] as const) {
      expect(tagsToFind(searchForms(typed), codeOf)).toContain(tags[at]);
    }
  });
});
