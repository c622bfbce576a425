import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type PayClass,
  REFUND_CODES,
  refundClass,
  sameCode,
  V2_PAY_CODES,
  V3_PAY_CODES,
  v2PayClass,
  v3PayClass,
} from '../../connectors/wechat/src/driver/codes.ts';
import { v2Answers } from '../../connectors/wechat/src/driver/v2-answers.ts';
import { v3Answers } from '../../connectors/wechat/src/driver/v3-answers.ts';
import { ACCOUNT, EXPECTED, MERCHANT_KEYS, NO, NOW, v2Answer } from './wechat-account.ts';
import { signedHeaders, v3Answer } from './wechat-v3-answer.ts';

/** Whatever it is tried with. */
function isTrueOf<T>(property: fc.IProperty<T>): boolean {
  return !fc.check(property, { numRuns: 300 }).failed;
}

const DIGITS = Array.from('0123456789');

/** Kind of the verdict that a class leads to. */
const KIND_OF: Readonly<Record<PayClass['is'], string>> = {
  unknown: 'unknown',
  paying: 'pending',
  busy: 'pending',
  declined: 'declined',
  refused: 'refused',
  exists: 'exists',
  setup: 'setup',
};

const micropay = (fields: Readonly<Record<string, string>>) =>
  v2Answers.micropay(ACCOUNT, EXPECTED, v2Answer(fields));
const queryV2 = (fields: Readonly<Record<string, string>>) =>
  v2Answers.query(ACCOUNT, EXPECTED, v2Answer(fields));
const codepay = (status: number, json: object) =>
  v3Answers.codepay(ACCOUNT, EXPECTED, { answer: v3Answer(status, json), now: NOW });
const queryV3 = (json: object) =>
  v3Answers.query(ACCOUNT, EXPECTED, { answer: v3Answer(200, json), now: NOW });

const PAID_V2 = {
  result_code: 'SUCCESS',
  out_trade_no: NO,
  total_fee: '1234',
  cash_fee: '1000',
  transaction_id: '4200001234567890123456789012',
  time_end: '20261127110640',
};
const PAID_V3 = {
  appid: ACCOUNT.appid,
  mchid: ACCOUNT.mchid,
  out_trade_no: NO,
  trade_state: 'SUCCESS',
  transaction_id: '4200001234567890123456789012',
  success_time: '2026-11-27T11:06:40+08:00',
  amount: { total: 1_234, payer_total: 1_000, currency: 'CNY' },
};
const PAID = {
  kind: 'paid',
  thirdOrderNo: '4200001234567890123456789012',
  finishedAt: new Date('2026-11-27T03:06:40Z'),
};

describe('V2: what each code of the table means', () => {
  test.each(Object.entries(V2_PAY_CODES))('%s', (code, { is }) => {
    const verdict = micropay({ result_code: 'FAIL', err_code: code });
    expect(verdict.kind).toBe(KIND_OF[is]);
  });
});

describe('V3: what each code of the table means', () => {
  const cases = Object.entries(V3_PAY_CODES);

  test.each(cases)('%s', (code, { is }) => {
    expect(codepay(400, { code }).kind).toBe(KIND_OF[is]);
  });

  test('underscores and case make no difference', () => {
    const code = fc.constantFrom(...cases);
    const way = fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 30, maxLength: 30 });
    expect(
      isTrueOf(
        fc.property(code, way, ([name, what], ways) => {
          const letters = Array.from(name.replaceAll('_', ''));
          const written = letters.map((letter, at) => {
            const [isSmall = false, hasLine = false] = ways[at] ?? [];
            return (hasLine ? '_' : '') + (isSmall ? letter.toLowerCase() : letter);
          });
          return codepay(400, { code: written.join('') }).kind === KIND_OF[what.is];
        }),
      ),
    ).toBe(true);
  });

  test('a 5xx proves nothing, whatever it says', () => {
    const kinds = cases.map(([code]) => codepay(500, { code }).kind);
    expect(new Set(kinds)).toEqual(new Set(['unknown']));
  });
});

describe('a code that is in no table', () => {
  const code = fc.string({ maxLength: 40 });
  const isListed = (table: object, one: string) =>
    Object.keys(table).some((known) => sameCode(known) === sameCode(one));

  test('fails no payment by V2', () => {
    expect(
      isTrueOf(
        fc.property(code, (one) => isListed(V2_PAY_CODES, one) || v2PayClass(one).is === 'unknown'),
      ),
    ).toBe(true);
    expect(micropay({ result_code: 'FAIL', err_code: 'NEW_CODE' }).kind).toBe('unknown');
    expect(micropay({ result_code: 'FAIL' }).kind).toBe('unknown');
  });

  test('fails no payment by V3', () => {
    expect(
      isTrueOf(
        fc.property(code, (one) => isListed(V3_PAY_CODES, one) || v3PayClass(one).is === 'unknown'),
      ),
    ).toBe(true);
    expect(codepay(403, { code: 'NEW_CODE' }).kind).toBe('unknown');
  });

  test('fails no refund', () => {
    expect(
      isTrueOf(
        fc.property(code, (one) => isListed(REFUND_CODES, one) || refundClass(one) === 'unknown'),
      ),
    ).toBe(true);
    expect(refundClass('ERROR')).toBe('unknown');
  });
});

describe('a payment is paid only', () => {
  test('when number, merchant and amount are its own', () => {
    expect(micropay(PAID_V2)).toEqual(PAID);
    expect(queryV2({ ...PAID_V2, trade_state: 'SUCCESS' })).toEqual(PAID);
    expect(codepay(200, PAID_V3)).toEqual(PAID);
    expect(queryV3(PAID_V3)).toEqual(PAID);
  });

  test.each([
    ['total_fee', '1235'],
    ['total_fee', '01234'],
    ['out_trade_no', '20261127000000000002'],
    ['mch_id', '1900000002'],
    ['appid', 'wxother'],
    ['fee_type', 'HKD'],
  ])('V2: never with another %s: %s', (name, value) => {
    expect(micropay({ ...PAID_V2, [name]: value }).kind).toBe('mismatch');
    expect(queryV2({ ...PAID_V2, trade_state: 'SUCCESS', [name]: value }).kind).toBe('mismatch');
  });

  test.each([
    ['amount', { total: 1_235, currency: 'CNY' }],
    ['amount', { total: '1234', currency: 'CNY' }],
    ['amount', { total: 1_234, currency: 'HKD' }],
    ['out_trade_no', '20261127000000000002'],
    ['mchid', '1900000002'],
    ['appid', 'wxother'],
  ])('V3: never with another %s: %j', (name, value) => {
    expect(codepay(200, { ...PAID_V3, [name]: value }).kind).toBe('mismatch');
    expect(queryV3({ ...PAID_V3, [name]: value }).kind).toBe('mismatch');
  });

  test('V3: never without number, amount or transaction_id', () => {
    for (const name of ['out_trade_no', 'amount', 'transaction_id']) {
      expect(codepay(200, { ...PAID_V3, [name]: undefined }).kind).toBe('unknown');
    }
  });

  test('with the answer of one order never for another: amounts and numbers at random', () => {
    const order = fc.record({
      tractionNo: fc.string({
        unit: fc.constantFrom(...DIGITS),
        minLength: 1,
        maxLength: 20,
      }),
      amount: fc.integer({ min: 1, max: 10_000_000 }),
    });
    expect(
      isTrueOf(
        fc.property(order, order, (asked, said) => {
          const isSame = asked.tractionNo === said.tractionNo && asked.amount === said.amount;
          const number = { out_trade_no: said.tractionNo };
          const json = { ...PAID_V3, ...number, amount: { total: said.amount, currency: 'CNY' } };
          const fields = { ...PAID_V2, ...number, total_fee: String(said.amount) };
          const byV3 = v3Answers.codepay(ACCOUNT, asked, { answer: v3Answer(200, json), now: NOW });
          const byV2 = v2Answers.micropay(ACCOUNT, asked, v2Answer(fields));
          return [byV3, byV2].every(({ kind }) => (kind === 'paid') === isSame);
        }),
      ),
    ).toBe(true);
  });
});

describe('an answer whose signature is missing or wrong proves nothing', () => {
  test('V2: one byte of it is another', () => {
    const { body } = v2Answer(PAID_V2);
    const at = fc.integer({ min: 0, max: body.length - 1 });
    expect(
      isTrueOf(
        fc.property(at, fc.integer({ min: 1, max: 255 }), (place, change) => {
          const other = Buffer.from(body);
          other[place] = (other[place] ?? 0) ^ change;
          const { kind } = v2Answers.micropay(ACCOUNT, EXPECTED, {
            status: 200,
            headers: {},
            body: other,
          });
          return kind === 'unknown' || (kind === 'paid' && isSameText(body, other));
        }),
      ),
    ).toBe(true);
  });

  test('V2: by another key, without one, or not with 200', () => {
    const keys = { key: 'fedcba9876543210fedcba9876543210', signType: 'MD5' as const };
    const wrong = [
      v2Answer(PAID_V2, keys),
      { ...v2Answer(PAID_V2), status: 500 },
      {
        status: 200,
        headers: {},
        body: Buffer.from('<xml><return_code>SUCCESS</return_code></xml>'),
      },
      { status: 200, headers: {}, body: Buffer.from('<html>502</html>') },
      { status: 200, headers: {}, body: Buffer.alloc(0) },
    ];
    const kinds = wrong.map((answer) => v2Answers.micropay(ACCOUNT, EXPECTED, answer).kind);
    expect(new Set(kinds)).toEqual(new Set(['unknown']));
  });

  test('V3: by another key, stale, of an unknown serial, another type, over other bytes', () => {
    const answer = v3Answer(200, PAID_V3);
    const late = new Date(NOW.getTime() + 300_000);
    const { headers } = answer;
    const wrong = [
      { answer: { ...answer, headers: {} }, now: NOW },
      { answer: { ...answer, headers: { ...headers, 'wechatpay-nonce': undefined } }, now: NOW },
      { answer: { ...answer, headers: { ...headers, 'wechatpay-serial': 'OTHER' } }, now: NOW },
      {
        answer: { ...answer, headers: { ...headers, 'wechatpay-signature-type': 'SM2' } },
        now: NOW,
      },
      {
        answer: { ...answer, headers: signedHeaders(answer.body, MERCHANT_KEYS.privateKey) },
        now: NOW,
      },
      { answer: { ...answer, body: Buffer.from(`${answer.body.toString()} `) }, now: NOW },
      { answer, now: late },
    ];
    const kinds = wrong.map((one) => v3Answers.codepay(ACCOUNT, EXPECTED, one).kind);
    expect(new Set(kinds)).toEqual(new Set(['unknown']));
  });

  test('V3: a refusal may be unsigned, and one that is signed must be signed right', () => {
    const answer = v3Answer(403, { code: 'NOT_ENOUGH' });
    const refused = (headers: object) =>
      v3Answers.codepay(ACCOUNT, EXPECTED, {
        answer: { ...answer, headers: { ...headers } },
        now: NOW,
      }).kind;
    expect(refused({})).toBe('declined');
    expect(refused(signedHeaders(answer.body))).toBe('declined');
    expect(refused(signedHeaders(Buffer.from('other')))).toBe('unknown');
  });
});

/** A byte that a reader may change without a change of what is said, such as a blank around a field. */
function isSameText(one: Buffer, other: Buffer): boolean {
  return one.toString('utf8').replace(/\s/g, '') === other.toString('utf8').replace(/\s/g, '');
}

describe('states of an order', () => {
  const STATES = [
    ['NOTPAY', 'pending'],
    ['USERPAYING', 'pending'],
    ['CLOSED', 'closed'],
    ['REVOKED', 'closed'],
    ['PAYERROR', 'closed'],
    ['REFUND', 'refunded'],
    ['SOMETHING_NEW', 'unknown'],
  ] as const;

  test.each(STATES)('%s', (state, kind) => {
    expect(queryV2({ ...PAID_V2, trade_state: state }).kind).toBe(kind);
    expect(queryV3({ ...PAID_V3, trade_state: state }).kind).toBe(kind);
  });

  test('202 means that the customer types the password, and is no success', () => {
    expect(codepay(202, { code: 'USERPAYING' }).kind).toBe('pending');
    expect(codepay(202, { ...PAID_V3, trade_state: 'USERPAYING' }).kind).toBe('pending');
  });

  test('a number that is not there is no failure', () => {
    expect(queryV2({ result_code: 'FAIL', err_code: 'ORDERNOTEXIST' }).kind).toBe('notFound');
    const answer = v3Answer(404, { code: 'ORDER_NOT_EXIST' });
    expect(v3Answers.query(ACCOUNT, EXPECTED, { answer, now: NOW }).kind).toBe('notFound');
  });
});

describe('refunds', () => {
  const REFUND = { tractionNo: '27954030854070003000', amount: 40 };
  const base = {
    out_refund_no: REFUND.tractionNo,
    refund_id: '5030',
    amount: { refund: 40, total: 100 },
  };
  const byV3 = (status: string, more: object = {}) =>
    v3Answers.refundQuery(ACCOUNT, REFUND, {
      answer: v3Answer(200, { ...base, status, ...more }),
      now: NOW,
    });
  const byV2 = (status: string, more: object = {}) =>
    v2Answers.refundQuery(
      ACCOUNT,
      REFUND,
      v2Answer({
        result_code: 'SUCCESS',
        out_refund_no_0: '1',
        out_refund_no_1: REFUND.tractionNo,
        refund_id_1: '5030',
        refund_fee_1: '40',
        refund_status_1: status,
        ...more,
      }),
    );

  test.each([
    ['SUCCESS', 'SUCCESS', 'refunded'],
    ['PROCESSING', 'PROCESSING', 'processing'],
    ['REFUNDCLOSE', 'CLOSED', 'failed'],
    ['CHANGE', 'ABNORMAL', 'abnormal'],
    ['NEW', 'NEW', 'unknown'],
  ])('%s and %s are %s', (v2State, v3State, kind) => {
    expect([byV2(v2State).kind, byV3(v3State).kind]).toEqual([kind, kind]);
  });

  test('never of another amount', () => {
    expect(byV3('SUCCESS', { amount: { refund: 41 } }).kind).toBe('mismatch');
    expect(byV2('SUCCESS', { refund_fee_1: '41' }).kind).toBe('mismatch');
  });

  test('a question that is refused ends no refund', () => {
    const answer = v3Answer(400, { code: 'INVALID_REQUEST' });
    expect(v3Answers.refundQuery(ACCOUNT, REFUND, { answer, now: NOW }).kind).toBe('unknown');
  });
});
