import {
  type Behaviour,
  type CallName,
  isBeforeBooking,
  ofGroup,
} from '@payserver/provider-stub/behaviour/table';
import type { Answer, Call, Done } from '@payserver/provider-stub/http/types';
import type { Account } from '../accounts.ts';
import { billAnswerV2 } from '../bill-answers.ts';
import { ofCode, ofText, type Wechat } from '../shop.ts';
import { noCertificate, transportFail, type V2Call } from './answers.ts';
import { orderOf, orderQuery, refund, refundQuery, reverse } from './calls.ts';
import { wrongField } from './fields.ts';
import { micropay, refuseSetUp, type Said } from './pay.ts';
import { isSame, signV2 } from './sign.ts';
import { readXml } from './xml.ts';

type Operate = (wechat: Wechat, call: V2Call) => Said & { readonly isLost?: boolean };
type Checked = Omit<V2Call, 'behaviours'>;

const OPERATIONS: Readonly<Record<string, readonly [CallName, Operate]>> = {
  '/pay/micropay': ['pay', micropay],
  '/pay/orderquery': ['query', orderQuery],
  '/secapi/pay/reverse': ['reverse', reverse],
  '/secapi/pay/refund': ['refund', refund],
  '/pay/refundquery': ['refundQuery', refundQuery],
  '/pay/downloadbill': ['bill', billAnswerV2],
};

/** True for a path of V2. */
export const isV2 = (path: string): boolean => path in OPERATIONS;

/** Answers a call of V2. Everything that WeChat checks is checked before money moves. */
export function serveV2(wechat: Wechat, call: Call): Done {
  const checked = check(wechat, call);
  const [name, operate] = OPERATIONS[call.path] ?? ['other', orderQuery];
  if ('answer' in checked) return { ...checked, call: name, behaviours: [] };
  return carryOut(wechat, checked, [name, operate]);
}

function carryOut(
  wechat: Wechat,
  checked: Checked,
  [name, operate]: readonly [CallName, Operate],
): Done {
  const { chooser, bank } = wechat.world;
  const { mchid } = checked.account;
  const outTradeNo = numberOf(wechat, checked);
  const ofOrder = bank.order(mchid, outTradeNo)?.behaviours ?? [];
  const tail = tailOf(name, checked);
  const behaviours = chooser.choose({ call: name, outTradeNo, ofOrder, tail });
  if (name === 'pay') bank.countPost(mchid, outTradeNo, 'pay');
  const done = { call: name, outTradeNo, behaviours };
  if (isBeforeBooking(behaviours)) {
    return { ...done, verdict: 'LOST', answer: transportFail('') };
  }
  const chosen = { ...checked, behaviours };
  const setUp = ofGroup(behaviours, 15);
  const said = setUp === undefined ? operate(wechat, chosen) : refuseSetUp(chosen, setUp);
  return { ...done, ...said };
}

function tailOf(name: CallName, { fields }: Checked): Behaviour | null {
  if (name === 'pay') return ofCode(fields.get('auth_code') ?? '');
  return name === 'refund' ? ofText(fields.get('refund_desc') ?? '') : null;
}

/** The order's number, also when the call names the refund. */
function numberOf(wechat: Wechat, call: Checked): string {
  const order = orderOf(wechat, call);
  if (order !== undefined) return order.outTradeNo;
  const refundNo = call.fields.get('out_refund_no') ?? '';
  const known = wechat.world.bank.refund(call.account.mchid, refundNo);
  return known?.outTradeNo ?? call.fields.get('out_trade_no') ?? '';
}

interface Refused {
  readonly answer: Answer;
  readonly verdict: string;
  readonly outTradeNo: string;
}

function check(wechat: Wechat, call: Call): Checked | Refused {
  const refused = (text: string): Refused => ({
    ...{ answer: transportFail(text), verdict: text, outTradeNo: '' },
  });
  if (call.method !== 'POST') return refused('请使用post方法');
  const fields = readXml(call.body);
  if (fields === null) return refused('XML格式错误');
  const account = wechat.accounts.of(fields.get('mch_id') ?? '');
  if (account === undefined) return refused('mch_id参数格式错误');
  const wrong = wrongSeller(account, fields) ?? wrongText(call.path, fields);
  return wrong === null ? checkSeal(wechat, call, { account, fields }) : refused(wrong);
}

function wrongSeller(account: Account, fields: ReadonlyMap<string, string>): string | null {
  if (fields.get('appid') !== account.appid) return 'appid和mch_id不匹配';
  const sub = fields.get('sub_mch_id') ?? '';
  return sub === (account.sub?.mchid ?? '') ? null : 'sub_mch_id与mch_id不匹配';
}

function wrongText(path: string, fields: ReadonlyMap<string, string>): string | null {
  const wrong = wrongField(path, fields);
  if (wrong === null) return null;
  return `${wrong.isMissing ? '缺少参数' : '参数错误'} ${wrong.name}`;
}

/** The signature, and where WeChat wants one the client certificate. */
function checkSeal(
  { accounts }: Wechat,
  { path, clientCertificate }: Call,
  { account, fields }: { account: Account; fields: ReadonlyMap<string, string> },
): Checked | Refused {
  const signType = fields.get('sign_type') === 'HMAC-SHA256' ? 'HMAC-SHA256' : 'MD5';
  const outTradeNo = fields.get('out_trade_no') ?? '';
  if (!isSame(signV2(fields, account.apiV2Key, signType), fields.get('sign') ?? '')) {
    return { answer: transportFail('签名错误'), verdict: 'SIGN', outTradeNo };
  }
  const isCertified = clientCertificate === accounts.fingerprint(account);
  if (path.startsWith('/secapi/') && !isCertified) {
    return { answer: noCertificate(), verdict: 'CERTIFICATE', outTradeNo };
  }
  return { path, account, fields, signType };
}
