import type { Account, Expected, WireAnswer } from './account.ts';
import { type RefundClass, refundClass, v2PayClass } from './codes.ts';
import { payVerdictOf } from './pay-class.ts';
import { isSignedV2 } from './sign-v2.ts';
import { timeOfBill, timeOfV2 } from './time.ts';
import { verdictOfState } from './trade-state.ts';
import { v2KeysOf } from './v2.ts';
import type { CloseVerdict, PayVerdict, RefundVerdict } from './verdict.ts';
import { type Fields, readXml } from './xml.ts';

/** Answers of V2 (research A2–A6). Pure. Each is what its bytes prove, and nothing else. */
export const v2Answers = { micropay, query, reverse, refund, refundQuery };

const unknown = (why: string) => ({ kind: 'unknown', why }) as const;
type Nothing = ReturnType<typeof unknown> | { readonly kind: 'setup'; readonly code: string };
/** The fields that WeChat signed, or what an answer without them is. */
type Signed = { readonly fields: Fields } | { readonly nothing: Nothing };

/** What the return_msg of a refused message is about when it is about our settings: such an answer has no signature. */
const SETUP_TEXT = /签名|参数|appid|mch_?id|商户号|XML格式|证书|IP地址/i;

function signed(account: Account, { status, body }: WireAnswer): Signed {
  const fields = readXml(body);
  if (status !== 200 || fields === null) {
    return { nothing: unknown(`HTTP ${status}, ${body.length} bytes`) };
  }
  if (fields['return_code'] !== 'SUCCESS') {
    const isSetup = fields['return_code'] === 'FAIL' && SETUP_TEXT.test(fields['return_msg'] ?? '');
    return { nothing: isSetup ? { kind: 'setup', code: 'RETURN_FAIL' } : unknown('return_code') };
  }
  const isSigned = isSignedV2(fields, v2KeysOf(account));
  return isSigned ? { fields } : { nothing: unknown('bad signature') };
}

function micropay(account: Account, expected: Expected, answer: WireAnswer): PayVerdict {
  const got = signed(account, answer);
  if ('nothing' in got) return got.nothing;
  const { fields } = got;
  if (fields['result_code'] === 'SUCCESS') return paid(account, expected, fields);
  const code = fields['err_code'] ?? '';
  return payVerdictOf(v2PayClass(code), code);
}

function query(account: Account, expected: Expected, answer: WireAnswer): PayVerdict {
  const got = signed(account, answer);
  if ('nothing' in got) return got.nothing;
  const { fields } = got;
  if (fields['result_code'] !== 'SUCCESS') return queryFailed(fields['err_code'] ?? '');
  const other = isAbout(account, expected, fields);
  return other ?? verdictOfState(fields['trade_state'], () => paid(account, expected, fields));
}

function queryFailed(code: string): PayVerdict {
  if (code === 'ORDERNOTEXIST') return { kind: 'notFound' };
  const is = v2PayClass(code).is;
  return is === 'setup' ? { kind: 'setup', code } : unknown(code);
}

/** Null: number and merchant are those of the payment. */
function isAbout(account: Account, expected: Expected, fields: Fields): PayVerdict | null {
  const wanted: Fields = {
    out_trade_no: expected.tractionNo,
    mch_id: account.mchid,
    appid: account.appid,
    ...(account.sub !== null && { sub_mch_id: account.sub.mchid }),
  };
  const other = Object.keys(wanted).find((name) => fields[name] !== wanted[name]);
  if (other === undefined) return null;
  return fields[other] === undefined ? unknown(`no ${other}`) : { kind: 'mismatch', what: other };
}

/** `total_fee` is what the customer owed; `cash_fee` is less where a coupon was used. */
function paid(account: Account, expected: Expected, fields: Fields): PayVerdict {
  const other = isAbout(account, expected, fields);
  if (other !== null) return other;
  const total = fields['total_fee'];
  if (total === undefined) return unknown('no total_fee');
  if (total !== String(expected.amount)) return { kind: 'mismatch', what: 'total_fee' };
  if ((fields['fee_type'] ?? 'CNY') !== 'CNY') return { kind: 'mismatch', what: 'fee_type' };
  const thirdOrderNo = fields['transaction_id'] ?? '';
  if (thirdOrderNo === '') return unknown('no transaction_id');
  return { kind: 'paid', thirdOrderNo, finishedAt: timeOfV2(fields['time_end']) };
}

function reverse(account: Account, answer: WireAnswer): CloseVerdict {
  const got = signed(account, answer);
  if ('nothing' in got) return got.nothing;
  const { fields } = got;
  const code = fields['err_code'] ?? '';
  if (fields['recall'] === 'Y') return { kind: 'again', code: code === '' ? 'recall' : code };
  if (fields['result_code'] === 'SUCCESS') return { kind: 'done' };
  return REVERSE_CODES[code] ?? setupOr(code);
}

const REVERSE_CODES: Readonly<Record<string, CloseVerdict>> = {
  USERPAYING: { kind: 'userPaying' },
  REVERSE_EXPIRE: { kind: 'expired' },
  NOTENOUGH: { kind: 'noBalance' },
  ORDERNOTEXIST: { kind: 'notFound' },
};

function setupOr(code: string): CloseVerdict {
  return v2PayClass(code).is === 'setup' ? { kind: 'setup', code } : { kind: 'again', code };
}

/** What both answers about refunds have in common: their fields, or what they say otherwise. */
function refundFields(
  account: Account,
  answer: WireAnswer,
): { readonly fields: Fields } | { readonly verdict: RefundVerdict } {
  const got = signed(account, answer);
  if ('nothing' in got) return { verdict: got.nothing };
  if (got.fields['result_code'] === 'SUCCESS') return got;
  const code = got.fields['err_code'] ?? '';
  return { verdict: refundVerdictOf(refundClass(code), code) };
}

/** The verdict of an error code of a refund. */
export function refundVerdictOf(what: RefundClass, code: string): RefundVerdict {
  if (typeof what === 'object') return { kind: 'failed', code, text: what.failed };
  if (what === 'setup') return { kind: 'setup', code };
  return what === 'unknown' ? unknown(code) : { kind: what };
}

/** Accepted is not done: `processing` until a query says more. */
function refund(account: Account, expected: Expected, answer: WireAnswer): RefundVerdict {
  const got = refundFields(account, answer);
  if ('verdict' in got) return got.verdict;
  const { fields } = got;
  const number = fields['out_refund_no'] === expected.tractionNo;
  const fee = fields['refund_fee'] === String(expected.amount);
  const wrong = wrongRefund(account, fields, { number, fee });
  return wrong ?? { kind: 'processing', thirdRefundNo: fields['refund_id'] ?? null };
}

function wrongRefund(
  account: Account,
  fields: Fields,
  { number, fee }: { number: boolean; fee: boolean },
): RefundVerdict | null {
  if (fields['mch_id'] !== account.mchid) return { kind: 'mismatch', what: 'mch_id' };
  if (!number) return { kind: 'mismatch', what: 'out_refund_no' };
  return fee ? null : { kind: 'mismatch', what: 'refund_fee' };
}

/** Fields are numbered: refunds of one payment stand in one answer. */
function refundQuery(account: Account, expected: Expected, answer: WireAnswer): RefundVerdict {
  const got = refundFields(account, answer);
  if ('verdict' in got) return refundQueryFailed(got.verdict);
  const { fields } = got;
  const name = Object.keys(fields).find(
    (one) => one.startsWith('out_refund_no_') && fields[one] === expected.tractionNo,
  );
  const n = name?.slice('out_refund_no_'.length);
  if (n === undefined) return { kind: 'notFound' };
  const fee = fields[`refund_fee_${n}`] === String(expected.amount);
  const wrong = wrongRefund(account, fields, { number: true, fee });
  if (wrong !== null) return wrong;
  return refundStateOf(fields[`refund_status_${n}`], {
    thirdRefundNo: fields[`refund_id_${n}`] ?? '',
    finishedAt: timeOfBill(fields[`refund_success_time_${n}`]),
  });
}

/** A question is refused for the question's sake: that is no end of the refund, which is asked for by its own number. */
function refundQueryFailed(verdict: RefundVerdict): RefundVerdict {
  if (verdict.kind !== 'failed') return verdict;
  return verdict.code === 'ORDERNOTEXIST' ? { kind: 'notFound' } : unknown(verdict.code);
}

interface RefundFacts {
  readonly thirdRefundNo: string;
  readonly finishedAt: Date | null;
}

/** Statuses of refunds, V2's words and V3's (research A6). */
export function refundStateOf(status: unknown, facts: RefundFacts): RefundVerdict {
  const { thirdRefundNo } = facts;
  switch (status) {
    case 'SUCCESS':
      return thirdRefundNo === '' ? unknown('no refund_id') : { kind: 'refunded', ...facts };
    case 'PROCESSING':
      return { kind: 'processing', thirdRefundNo };
    case 'REFUNDCLOSE':
    case 'CLOSED':
      return { kind: 'failed', code: status, text: 'refundClosed' };
    case 'CHANGE':
    case 'ABNORMAL':
      return { kind: 'abnormal', thirdRefundNo };
    default:
      return unknown(`refund status ${String(status)}`);
  }
}
