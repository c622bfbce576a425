import {
  PAY_GROUPS,
  payClassOf,
  REFUND_CODES,
  refundClassOf,
} from '@payserver/alipay/driver/codes';
import { readRefund, readRefundQuery } from '@payserver/alipay/driver/refund';
import {
  readCancel,
  readClose,
  readPay,
  readPrecreate,
  readQuery,
} from '@payserver/alipay/driver/trade';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answered, EXPECTED, PAID_FIELDS } from './alipay-provider-side.ts';

const no = EXPECTED.tractionNo;
const trade = { out_trade_no: no, trade_no: '2026' };
const business = (subCode: string) => ({
  code: '40004',
  msg: 'Business Failed',
  sub_code: subCode,
});
const pay = (fields: object) => readPay(answered('alipay.trade.pay', fields), EXPECTED);
const query = (fields: object) => readQuery(answered('alipay.trade.query', fields), EXPECTED);

describe('trade.pay', () => {
  test.each(PAY_GROUPS.flatMap(({ is, codes }) => codes.map((code) => [code, is] as const)))(
    'ACQ.%s is what the table says',
    (code, is) => {
      const said =
        'text' in is
          ? { kind: 'declined', text: is.text, isCertain: is.kind === 'declined' }
          : { kind: is.kind };
      expect(pay(business(`ACQ.${code}`))).toMatchObject(said);
    },
  );

  test('a code that is not listed says nothing', () => {
    const listed = new Set(PAY_GROUPS.flatMap(({ codes }) => codes.map((code) => `ACQ.${code}`)));
    const near = fc
      .constantFrom(...listed)
      .chain((code) =>
        fc.constantFrom(
          code.slice(4),
          code.toLowerCase(),
          `${code}_`,
          ` ${code}`,
          code.slice(0, -1),
        ),
      );
    fc.assert(
      fc.property(fc.oneof(near, fc.string(), fc.constant('__proto__')), (code) => {
        fc.pre(!listed.has(code));
        expect(payClassOf(code)).toEqual({ kind: 'unknown' });
        expect(pay(business(code)).kind).toBe('unknown');
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ['10000', 'byQuery'],
    ['10003', 'pending'],
    ['20000', 'unknown'],
    ['20001', 'setup'],
    ['40001', 'setup'],
    ['40002', 'setup'],
    ['40003', 'setup'],
    ['40005', 'busy'],
    ['40006', 'setup'],
    ['10001', 'unknown'],
    ['', 'unknown'],
    ['toString', 'unknown'],
  ])('code %j is %s', (code, kind) => {
    expect(pay({ ...PAID_FIELDS, code }).kind).toBe(kind);
  });

  test('never says paid by itself, whatever it answers', () => {
    const codes = fc.constantFrom('10000', '10003', '20000', '40004', '40002', '');
    const statuses = fc.constantFrom('TRADE_SUCCESS', 'TRADE_FINISHED', 'WAIT_BUYER_PAY', '');
    fc.assert(
      fc.property(codes, statuses, fc.string(), (code, trade_status, sub_code) => {
        expect(pay({ ...PAID_FIELDS, code, trade_status, sub_code }).kind).not.toBe('paid');
      }),
      { numRuns: 60 },
    );
  });

  test('another number is none of ours', () => {
    expect(pay({ ...PAID_FIELDS, out_trade_no: '1' }).kind).toBe('unknown');
  });
});

describe('trade.query', () => {
  test('says paid for the number, the amount, the app and the seller', () => {
    expect(query(PAID_FIELDS)).toEqual({
      kind: 'paid',
      thirdOrderNo: PAID_FIELDS.trade_no,
      finishedAt: new Date('2026-11-27T03:06:44Z'),
    });
    const { appId: app_id, sellerId: seller_id } = EXPECTED;
    expect(query({ ...PAID_FIELDS, app_id, seller_id }).kind).toBe('paid');
    expect(query({ ...PAID_FIELDS, trade_status: 'TRADE_FINISHED' }).kind).toBe('paid');
  });

  test.each([
    ['amount', { total_amount: '12.35' }],
    ['amount in other yuan', { total_amount: '1234' }],
    ['amount that is missing', { total_amount: undefined }],
    ['number', { out_trade_no: '20261127000000000002' }],
    ['number that is missing', { out_trade_no: undefined }],
    ['app', { app_id: '2021000000000002' }],
    ['seller', { seller_id: '2088000000000002' }],
    ['status that nobody knows', { trade_status: 'TRADE_DONE' }],
    ['status in other letters', { trade_status: 'trade_success' }],
    ['trade without a number', { trade_no: undefined }],
  ])('another %s is never paid', (_what, change) => {
    expect(query({ ...PAID_FIELDS, ...change }).kind).toBe('unknown');
  });

  test('another amount is never paid, whichever', () => {
    fc.assert(
      fc.property(fc.nat({ max: 10_000_000 }), (fen) => {
        fc.pre(fen !== EXPECTED.amount);
        const total_amount = `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
        expect(query({ ...PAID_FIELDS, total_amount }).kind).toBe('unknown');
      }),
      { numRuns: 60 },
    );
  });

  test('of what waits, is closed, was given back, or is not there', () => {
    const { send_pay_date: _none, ...unpaid } = PAID_FIELDS;
    expect(query({ ...unpaid, trade_status: 'WAIT_BUYER_PAY' }).kind).toBe('pending');
    expect(query({ ...unpaid, trade_status: 'TRADE_CLOSED' })).toMatchObject({ wasPaid: false });
    expect(query({ ...PAID_FIELDS, trade_status: 'TRADE_CLOSED' })).toMatchObject({
      wasPaid: true,
    });
    expect(query(business('ACQ.TRADE_NOT_EXIST')).kind).toBe('notFound');
    expect(query(business('ACQ.SYSTEM_ERROR')).kind).toBe('unknown');
    expect(query({ ...PAID_FIELDS, code: '10003' }).kind).toBe('unknown');
  });
});

describe('trade.cancel', () => {
  const cancel = (fields: object) => readCancel(answered('alipay.trade.cancel', fields), EXPECTED);
  test.each([
    [
      { retry_flag: 'N', action: 'close' },
      { kind: 'cancelled', again: false, action: 'close' },
    ],
    [
      { retry_flag: 'N', action: 'refund' },
      { kind: 'cancelled', again: false, action: 'refund' },
    ],
    [{ retry_flag: 'N' }, { kind: 'cancelled', again: false, action: null }],
    [{ retry_flag: 'Y' }, { kind: 'cancelled', again: true, action: null }],
    [{}, { kind: 'cancelled', again: true, action: null }],
    [{ retry_flag: 'N', out_trade_no: '1' }, { kind: 'unknown' }],
  ])('%j', (fields, verdict) => {
    expect(cancel({ code: '10000', ...trade, ...fields })).toMatchObject(verdict);
  });

  test.each([
    ['ACQ.TRADE_CANCEL_TIME_OUT', 'tooLate'],
    ['ACQ.SELLER_BALANCE_NOT_ENOUGH', 'sellerBalance'],
    ['ACQ.REASON_TRADE_BEEN_FREEZEN', 'operator'],
    ['ACQ.TRADE_HAS_FINISHED', 'operator'],
  ])('%s is refused: %s', (code, is) => {
    expect(cancel(business(code))).toMatchObject({ kind: 'refused', is });
  });

  test('anything else says nothing', () => {
    expect(cancel(business('ACQ.SYSTEM_ERROR')).kind).toBe('unknown');
    expect(cancel({ code: '20000' }).kind).toBe('unknown');
  });
});

test.each([
  [{ code: '10000' }, 'done'],
  [business('ACQ.TRADE_STATUS_ERROR'), 'final'],
  [business('ACQ.TRADE_NOT_EXIST'), 'notFound'],
  [business('ACQ.OTHER'), 'unknown'],
])('trade.close %j is %s', (fields, kind) => {
  expect(readClose(answered('alipay.trade.close', fields)).kind).toBe(kind);
});

test.each([
  [{ code: '10000', ...trade, qr_code: 'https://qr.alipay.com/a' }, 'code'],
  [{ code: '10000', ...trade }, 'unknown'],
  [{ code: '10000', out_trade_no: '1', qr_code: 'https://qr.alipay.com/a' }, 'unknown'],
  [business('ACQ.ACCESS_FORBIDDEN'), 'setup'],
  [business('ACQ.TRADE_HAS_SUCCESS'), 'byQuery'],
  [{ code: '20000' }, 'unknown'],
])('trade.precreate %j is %s', (fields, kind) => {
  expect(readPrecreate(answered('alipay.trade.precreate', fields), EXPECTED).kind).toBe(kind);
});

describe('refunds', () => {
  const expected = { tractionNo: 'R1', payTractionNo: no, amount: 500 };
  const refund = (fields: object) => readRefund(answered('alipay.trade.refund', fields), expected);
  const done = {
    code: '10000',
    ...trade,
    refund_fee: '8.00',
    gmt_refund_pay: '2026-11-27 12:00:00',
  };

  test('only fund_change Y is one; refund_fee is the sum of all', () => {
    expect(refund({ ...done, fund_change: 'Y' })).toMatchObject({
      kind: 'refunded',
      thirdRefundNo: '2026/R1',
    });
    expect(refund({ ...done, fund_change: 'N' }).kind).toBe('byQuery');
    expect(refund(done).kind).toBe('byQuery');
    expect(refund({ ...done, fund_change: 'Y', refund_fee: '4.99' }).kind).toBe('unknown');
    expect(refund({ ...done, fund_change: 'Y', out_trade_no: '1' }).kind).toBe('unknown');
  });

  test.each(Object.entries(REFUND_CODES))('%s is what the table says', (code, is) => {
    expect(refund(business(code)).kind).toBe(is.kind);
  });

  test('a code that is not listed says nothing', () => {
    fc.assert(
      fc.property(fc.string(), (code) => {
        fc.pre(!Object.hasOwn(REFUND_CODES, code));
        expect(refundClassOf(code)).toEqual({ kind: 'unknown' });
      }),
    );
  });

  test('a query counts for the number and the amount only', () => {
    const ask = (fields: object) =>
      readRefundQuery(answered('alipay.trade.fastpay.refund.query', fields), expected).kind;
    const found = {
      ...{ code: '10000', ...trade, out_request_no: 'R1' },
      ...{ refund_amount: '5.00', refund_status: 'REFUND_SUCCESS' },
    };
    expect(ask(found)).toBe('refunded');
    expect(ask({ ...found, refund_amount: '5.01' })).toBe('unknown');
    expect(ask({ ...found, out_request_no: 'R2' })).toBe('unknown');
    expect(ask({ ...found, refund_status: 'REFUND_FAIL' })).toBe('unknown');
    expect(ask({ code: '10000' })).toBe('notReceived');
    expect(ask(business('ACQ.TRADE_NOT_EXIST'))).toBe('notReceived');
    expect(ask(business('ACQ.SYSTEM_ERROR'))).toBe('unknown');
  });
});
