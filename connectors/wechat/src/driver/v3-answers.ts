import { isRecord } from '@payserver/shared/domain/said';
import type { Account, Expected, WireAnswer } from './account.ts';
import { refundClass, sameCode, v3PayClass } from './codes.ts';
import { payVerdictOf } from './pay-class.ts';
import { checkSignature } from './sign-v3.ts';
import { timeOfV3 } from './time.ts';
import { verdictOfState } from './trade-state.ts';
import { refundStateOf, refundVerdictOf } from './v2-answers.ts';
import { mchids, v3KeysOf } from './v3.ts';
import type { CloseVerdict, PayVerdict, RefundVerdict } from './verdict.ts';

/** Answers of V3 (research A4–A6, B1, B4–B6). Pure. Each is what its bytes prove, and nothing else. */
export const v3Answers = { codepay, query, reverse, native, close, refund, refundQuery };

type Json = Readonly<Record<string, unknown>>;

/** What an answer says once its signature is judged. */
export type Judged =
  | { readonly kind: 'said'; readonly status: number; readonly json: Json }
  /** unsigned: WeChat may not have known who asks */
  | { readonly kind: 'error'; readonly status: number; readonly code: string }
  | { readonly kind: 'unknown'; readonly why: string };

const unknown = (why: string) => ({ kind: 'unknown', why }) as const;

/**
 * 2xx counts only with a right signature. 4xx answers are unsigned; one that has a signature must have a right one. 5xx
 * says nothing.
 */
export function judge(account: Account, answer: WireAnswer, now: Date): Judged {
  const { status, body } = answer;
  const signature = checkSignature(answer, v3KeysOf(account).platformKeys, now);
  if (signature === 'bad') return unknown(`HTTP ${status}, bad signature`);
  const json = body.length === 0 ? {} : parse(body);
  if (json === null) return unknown(`HTTP ${status}, no JSON`);
  if (status >= 200 && status < 300) {
    return signature === 'ok' ? { kind: 'said', status, json } : unknown('no signature');
  }
  const { code } = json;
  if (status < 400 || status >= 500 || typeof code !== 'string') return unknown(`HTTP ${status}`);
  return { kind: 'error', status, code };
}

function parse(body: Buffer): Json | null {
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return isRecord(json) ? json : null;
  } catch {
    return null;
  }
}

type Answered = Readonly<{ answer: WireAnswer; now: Date }>;

function codepay(account: Account, expected: Expected, { answer, now }: Answered): PayVerdict {
  const judged = judge(account, answer, now);
  if (judged.kind === 'unknown') return judged;
  if (judged.kind === 'error') return payVerdictOf(v3PayClass(judged.code), judged.code);
  const { json, status } = judged;
  // 202: the customer must type the password; the body has a state or a code.
  if ('trade_state' in json) return tradeOf(account, expected, json);
  return status === 202 ? { kind: 'pending', text: 'userPaying' } : unknown('no trade_state');
}

function query(account: Account, expected: Expected, { answer, now }: Answered): PayVerdict {
  const judged = judge(account, answer, now);
  if (judged.kind === 'unknown') return judged;
  if (judged.kind === 'said') return tradeOf(account, expected, judged.json);
  return queryError(judged.status, judged.code);
}

function queryError(status: number, code: string): PayVerdict {
  if (status === 404 && sameCode(code) === 'ORDERNOTEXIST') return { kind: 'notFound' };
  return v3PayClass(code).is === 'setup' ? { kind: 'setup', code } : unknown(code);
}

/** What the order of an answer, or of a notice, is. */
function tradeOf(account: Account, expected: Expected, json: Json): PayVerdict {
  const other = isAbout(account, expected, json);
  return other ?? verdictOfState(json['trade_state'], () => paid(expected, json));
}

/** Null: the number is that of the payment, and no merchant is named but ours. */
function isAbout(account: Account, expected: Expected, json: Json): PayVerdict | null {
  const number = json['out_trade_no'];
  if (number === undefined) return unknown('no out_trade_no');
  if (number !== expected.tractionNo) return { kind: 'mismatch', what: 'out_trade_no' };
  const appid = account.sub === null ? 'appid' : 'sp_appid';
  const wanted: Json = { ...mchids(account), [appid]: account.appid };
  const other = Object.keys(wanted).find(
    (name) => json[name] !== undefined && json[name] !== wanted[name],
  );
  return other === undefined ? null : { kind: 'mismatch', what: other };
}

function paid(expected: Expected, json: Json): PayVerdict {
  const { amount, transaction_id: thirdOrderNo } = json;
  if (!isRecord(amount) || amount['total'] === undefined) return unknown('no amount');
  if (amount['total'] !== expected.amount) return { kind: 'mismatch', what: 'amount' };
  if ((amount['currency'] ?? 'CNY') !== 'CNY') return { kind: 'mismatch', what: 'currency' };
  if (typeof thirdOrderNo !== 'string' || thirdOrderNo === '') return unknown('no transaction_id');
  return { kind: 'paid', thirdOrderNo, finishedAt: timeOfV3(json['success_time']) };
}

function reverse(account: Account, tractionNo: string, { answer, now }: Answered): CloseVerdict {
  const judged = judge(account, answer, now);
  if (judged.kind === 'unknown') return judged;
  if (judged.kind === 'error') return closeError(judged.status, judged.code);
  // 202 and whatever else: it may not be done yet.
  if (judged.status !== 200) return { kind: 'userPaying' };
  const isOurs = judged.json['out_trade_no'] === tractionNo;
  return isOurs ? { kind: 'done' } : unknown('another out_trade_no');
}

function close(account: Account, { answer, now }: Answered): CloseVerdict {
  const judged = judge(account, answer, now);
  if (judged.kind === 'unknown') return judged;
  if (judged.kind === 'error') return closeError(judged.status, judged.code);
  return judged.status === 204 || judged.status === 200 ? { kind: 'done' } : { kind: 'userPaying' };
}

const CLOSE_CODES: ReadonlyMap<string, CloseVerdict> = new Map<string, CloseVerdict>([
  ['USERPAYING', { kind: 'userPaying' }],
  ['REVERSEEXPIRE', { kind: 'expired' }],
  ['NOTENOUGH', { kind: 'noBalance' }],
  ['ORDERPAID', { kind: 'paid' }],
]);

function closeError(status: number, code: string): CloseVerdict {
  const same = sameCode(code);
  if (status === 404 && same === 'ORDERNOTEXIST') return { kind: 'notFound' };
  const known = CLOSE_CODES.get(same);
  if (known !== undefined) return known;
  return v3PayClass(code).is === 'setup' ? { kind: 'setup', code } : { kind: 'again', code };
}

/** A code to show, or what an answer without one is. */
export type NativeVerdict = PayVerdict | { readonly kind: 'code'; readonly codeUrl: string };

function native(account: Account, { answer, now }: Answered): NativeVerdict {
  const judged = judge(account, answer, now);
  if (judged.kind === 'unknown') return judged;
  if (judged.kind === 'error') return payVerdictOf(v3PayClass(judged.code), judged.code);
  const codeUrl = judged.json['code_url'];
  const isCode = typeof codeUrl === 'string' && codeUrl.startsWith('weixin://');
  return isCode ? { kind: 'code', codeUrl } : unknown('no code_url');
}

function refund(account: Account, expected: Expected, { answer, now }: Answered): RefundVerdict {
  const judged = judge(account, answer, now);
  if (judged.kind === 'unknown') return judged;
  if (judged.kind === 'said') return refundOf(expected, judged.json);
  return refundVerdictOf(refundClass(judged.code), judged.code);
}

function refundQuery(
  account: Account,
  expected: Expected,
  { answer, now }: Answered,
): RefundVerdict {
  const verdict = refund(account, expected, { answer, now });
  // A question is refused for the question's sake: that is no end of the refund.
  return verdict.kind === 'failed' && verdict.text !== 'refundClosed'
    ? unknown(verdict.code)
    : verdict;
}

/** The refund of an answer, or of a notice. */
function refundOf(expected: Expected, json: Json): RefundVerdict {
  const { amount, out_refund_no: number, refund_id: id } = json;
  if (number === undefined) return unknown('no out_refund_no');
  if (number !== expected.tractionNo) return { kind: 'mismatch', what: 'out_refund_no' };
  if (!isRecord(amount)) return unknown('no amount');
  if (amount['refund'] !== expected.amount) return { kind: 'mismatch', what: 'amount' };
  const thirdRefundNo = typeof id === 'string' ? id : '';
  const finishedAt = timeOfV3(json['success_time']);
  return refundStateOf(json['status'], { thirdRefundNo, finishedAt });
}
