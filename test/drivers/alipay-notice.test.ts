import { readNotice } from '@payserver/alipay/driver/notice';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EXPECTED, FOREIGN, KEYS, rsa2 } from './alipay-provider-side.ts';

const ADDRESSEE = { appId: EXPECTED.appId, sellerId: EXPECTED.sellerId, keys: KEYS };
const FIELDS = {
  notify_time: '2026-11-27 11:06:45',
  notify_type: 'trade_status_sync',
  notify_id: 'n-1',
  app_id: EXPECTED.appId,
  charset: 'utf-8',
  version: '1.0',
  trade_no: '2026112722001400000000000001',
  out_trade_no: EXPECTED.tractionNo,
  seller_id: EXPECTED.sellerId,
  trade_status: 'TRADE_SUCCESS',
  total_amount: '12.34',
  subject: '午餐 100% + "x" &amp; y=z',
  fund_bill_list: '[{"amount":"12.34","fundChannel":"ALIPAYACCOUNT"}]',
  passback_params: 'a%3D1%26b%3D%25',
  refund_fee: '',
};
type Fields = Readonly<Record<string, string>>;

/** As Alipay posts it: sorted, without sign and sign_type and what is empty. */
function posted(fields: Fields, key = undefined as Parameters<typeof rsa2>[1]): Buffer {
  const text = Object.keys(fields)
    .toSorted()
    .filter((name) => fields[name] !== '')
    .map((name) => `${name}=${fields[name]}`)
    .join('&');
  const form = new URLSearchParams({ ...fields, sign_type: 'RSA2', sign: rsa2(text, key) });
  return Buffer.from(form.toString());
}
const read = (body: Buffer) => readNotice(body, ADDRESSEE);

describe('a notice', () => {
  test('counts with values that are decoded once', () => {
    expect(read(posted(FIELDS))).toEqual({
      kind: 'notice',
      tractionNo: EXPECTED.tractionNo,
      notifyId: 'n-1',
      status: 'paid',
      amount: 1_234,
    });
  });

  test('counts with whatever texts it has', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const body = posted({ ...FIELDS, subject: text.toWellFormed(), passback_params: '%25' });
        expect(read(body).kind).toBe('notice');
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    ['a foreign key', posted(FIELDS, FOREIGN.privateKey), 'signature'],
    ['another app', posted({ ...FIELDS, app_id: '2021000000000002' }), 'app_id'],
    ['another seller', posted({ ...FIELDS, seller_id: '2088000000000002' }), 'seller_id'],
    ['no number', posted({ ...FIELDS, out_trade_no: '' }), 'out_trade_no'],
    [
      'a changed amount',
      Buffer.from(String(posted(FIELDS)).replace('12.34', '99.34')),
      'signature',
    ],
    ['a name twice', Buffer.from(`${String(posted(FIELDS))}&trade_status=TRADE_CLOSED`), 'twice'],
    ['another field', Buffer.from(`${String(posted(FIELDS))}&x=1`), 'signature'],
    ['broken escapes', Buffer.from(`${String(posted(FIELDS))}&x=%E0%A4`), 'no form'],
    ['nothing', Buffer.alloc(0), 'sign_type'],
  ])('with %s is refused', (_what, body, why) => {
    expect(read(body)).toMatchObject({ kind: 'bad', why: expect.stringContaining(why) });
  });
});
