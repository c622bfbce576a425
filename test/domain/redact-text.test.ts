import { maskPayParams } from '@payserver/shared/domain/mask';
import { redactText } from '@payserver/shared/domain/redact-text';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const SECRET = ['cardNo', 'pin', 'holder'];
const sent = {
  payBarCode: '28763401',
  card: { cardNo: '6222 0299-88776655', holder: { name: 'Ada L.', born: 1815 } },
  pins: [{ pin: '731' }, { pin: '4711' }, { pin: '' }, { pin: null }],
  memberUUID: 'M1',
};
const payParams = maskPayParams(sent, SECRET);
const open = (text: string) =>
  redactText(text, { payParams, paySecrets: sent, connectorParams: null });
const final = (text: string) =>
  redactText(text, { payParams, paySecrets: null, connectorParams: null });

describe('while the order has its secrets, a text that quotes them', () => {
  test.each([
    ['card 6222 0299-88776655 expired', 'card ***6655 expired'],
    ['card 6222029988776655, 6222-0299-8877-6655!', 'card ***6655, ***6655!'],
    ['x6222029988776655y', 'x***6655y'],
    ['no 28763401', 'no ***'],
    ['of ADA L., born 1815', 'of ***, born ***'],
    ['code 731, not 17310', 'code ***, not 17310'],
    ['PIN:4711', 'PIN:***'],
    ['a4711b', 'a***b'],
    ['member M1, order 4200000184', 'member M1, order 4200000184'],
    ['another code 134853566181206476', 'another code ***6476'],
    ['at http://h/api/v1/payInfo/1795/aB_-9 now', 'at http://h/api/v1/payInfo/1795/*** now'],
  ])('shows them as payParams does: %s', (text, shown) => {
    expect(open(text)).toBe(shown);
  });

  test('holds none of them, whatever letters they have and however they are put together', () => {
    const letter = fc.constantFrom(
      'a',
      'B',
      '1',
      '1',
      '2',
      '$',
      '&',
      '.',
      '(',
      '\\\\',
      '-',
      ' ',
      'é',
      '😀',
    );
    const secret = fc.array(letter, { minLength: 4, maxLength: 12 }).map((all) => all.join(''));
    const ungrouped = (text: string) => text.replaceAll(/[ -]/g, '');
    fc.assert(
      fc.property(secret, secret, fc.string(), (one, other, between) => {
        fc.pre(ungrouped(one).length >= 8 && ungrouped(other).length >= 8);
        const paySecrets = { payBarCode: one, deep: [{ pin: other }] };
        const order = {
          payParams: maskPayParams(paySecrets, ['pin']),
          paySecrets,
          connectorParams: null,
        };
        const shown = redactText(`${one}${between} ${other}, ${one}`, order);
        for (const text of [one, other]) expect(shown).not.toContain(text);
      }),
      { numRuns: 500 },
    );
  });
});

describe('when the order has forgotten its secrets, a text that quotes them', () => {
  test.each([
    ['card 6222029988776655 expired', 'card ***6655 expired'],
    ['{"cardNo":"6222029988776655","x":1}', '***6655","x":1}'],
    ['card 6222 0299 8877 6655 expired', 'card ***6655 expired'],
    ['card 6222-0299-8877-6655', 'card ***6655'],
    ['ends in 6655', 'ends in 6655'],
    ['at /payInfo/66550001/aB_-9 now', 'at ***66550001/*** now'],
    ['another code 134853566181206476', 'another code ***6476'],
  ])('shows no word that ends like one: %s', (text, shown) => {
    expect(final(text)).toBe(shown);
  });
});

test('a word that holds the end of another secret is masked to its own end', () => {
  const order = {
    payParams: { a: '***6655', b: '***8f2a' },
    paySecrets: null,
    connectorParams: null,
  };
  expect(redactText('pin 0a1b2c6655d3e48f2a!', order)).toBe('pin ***8f2a!');
});

test('without secrets a text stays as it is', () => {
  const text = 'no money: 6222029988776655, *** 4711';
  const order = {
    payParams: { note: 'x', list: [1, null] },
    paySecrets: null,
    connectorParams: null,
  };
  expect(redactText(text.replace('6222029988776655', '1'), order)).toBe('no money: 1, *** 4711');
});

test('what a connector knows of the merchant is masked where its name says that it is a secret, for ever', () => {
  const connectorParams = { subMerchant: '1900000109', deep: [{ apiKey: 'k3y-of-the-shop' }] };
  for (const paySecrets of [{ payBarCode: '134853566181206476' }, null]) {
    const order = { payParams: { payBarCode: '***6476' }, paySecrets, connectorParams };
    const text = 'key k3y-of-the-shop of 1900000109 is wrong';
    expect(redactText(text, order)).toBe('key ***shop of 1900000109 is wrong');
  }
});
