import type { PayAnswer } from '@payserver/provider-stub/bank/payments';
import type { RefundAnswer } from '@payserver/provider-stub/bank/refunds';
import type { Visible } from '@payserver/provider-stub/bank/types';
import type { Behaviour } from '@payserver/provider-stub/behaviour/table';

/** A refusal: the code in V2, status and code in V3, and what it says. */
export interface Refusal {
  readonly v2: string;
  readonly status: number;
  readonly v3: string;
  readonly text: string;
  /** WeChat's inner number, at the end of `Request-ID` */
  readonly inner?: string;
}

const refusal = (v2: string, [status, v3]: readonly [number, string], text: string): Refusal => ({
  ...{ v2, status, v3, text },
});

export const PARAM_ERROR = refusal('PARAM_ERROR', [400, 'PARAM_ERROR'], '参数错误');
export const NO_ORDER = refusal('ORDERNOTEXIST', [404, 'ORDER_NOT_EXIST'], '订单不存在');
export const USERPAYING = refusal('USERPAYING', [202, 'USERPAYING'], '需要用户输入支付密码');
export const SYSTEM_ERROR = refusal('SYSTEMERROR', [500, 'SYSTEM_ERROR'], '系统繁忙，请稍后再试');
export const NO_BALANCE = refusal('NOTENOUGH', [403, 'NOT_ENOUGH'], '商户余额不足');
export const NO_REFUND = refusal('REFUNDNOTEXIST', [404, 'RESOURCE_NOT_EXISTS'], '退款单不存在');
const TOO_MANY = refusal('FREQUENCY_LIMITED', [429, 'FREQUENCY_LIMITED'], '频率限制');

/** Group 11 by variant. */
const CODE_REFUSALS: readonly Refusal[] = [
  refusal('AUTHCODEEXPIRE', [400, 'AUTH_CODE_EXPIRE'], '二维码已过期，请用户在微信上刷新后再试'),
  refusal('AUTH_CODE_INVALID', [400, 'AUTH_CODE_INVALID'], '付款码无效'),
  refusal('AUTH_CODE_ERROR', [400, 'AUTH_CODE_ERROR'], '付款码参数错误'),
  refusal('NOTENOUGH', [403, 'NOT_ENOUGH'], '余额不足'),
  refusal('NOTSUPORTCARD', [403, 'NOTSUPORTCARD'], '不支持卡类型'),
  refusal('BUYER_MISMATCH', [403, 'BUYER_MISMATCH'], '支付帐号错误'),
  refusal('TRADE_ERROR', [403, 'TRADE_ERROR'], '交易错误'),
  refusal('TRADE_ERROR', [403, 'TRADE_ERROR'], '交易错误'),
];
/** Group 12 by variant; 2 is no refusal. */
const LIMITS: ReadonlyArray<Refusal | undefined> = [
  TOO_MANY,
  refusal('RULELIMIT', [403, 'RULE_LIMIT'], '超过限额'),
  undefined,
  SYSTEM_ERROR,
  SYSTEM_ERROR,
  refusal('BANKERROR', [500, 'BANK_ERROR'], '银行系统异常'),
  refusal('NEW_RISK_RULE', [403, 'NEW_RISK_RULE'], '未列出的错误'),
  refusal('NEW_RISK_RULE', [403, 'NEW_RISK_RULE'], '未列出的错误'),
];
/** Group 15 by variant; a signature that fails is `null`: the answer is not signed. */
const SET_UP: ReadonlyArray<Refusal | null> = [
  refusal('APPID_NOT_EXIST', [400, 'APPID_MCHID_NOT_MATCH'], 'appid和mch_id不匹配'),
  refusal('NOAUTH', [403, 'NO_AUTH'], '商户无权限'),
  null,
  null,
  null,
  refusal('SYSTEMERROR', [404, 'RESOURCE_NOT_EXISTS'], '无可用的平台证书'),
  refusal('NOAUTH', [403, 'NO_AUTH'], '此商家的收款功能已被限制，暂无法支付'),
];
const SIGN_TEXTS = ['', '', '商户证书序列号有误', '签名中的时间戳已过期', '商户证书已过期'];

/** How a set-up fault is said; a text alone: as a failed signature, unsigned. */
export function setUpRefusal({ variant }: Behaviour): Refusal | string {
  return SET_UP[variant] ?? SIGN_TEXTS[variant] ?? '签名错误';
}

/** The code of a barcode payment that was not paid at once. */
export function payRefusal({ says, because }: PayAnswer): Refusal {
  if (says === 'paying') return USERPAYING;
  if (because?.group === 11) return CODE_REFUSALS[because.variant] ?? PARAM_ERROR;
  if (because?.group === 12) return LIMITS[because.variant] ?? SYSTEM_ERROR;
  return SYSTEM_ERROR;
}

const REFUND_REFUSALS: Readonly<
  Record<Exclude<RefundAnswer['says'], 'accepted' | 'repeated'>, Refusal>
> = {
  mismatch: refusal(
    'REFUND_FEE_MISMATCH',
    [400, 'INVALID_REQUEST'],
    '订单金额或退款金额与之前请求不一致',
  ),
  aboveRest: refusal('INVALID_REQUEST', [400, 'INVALID_REQUEST'], '累计退款金额大于支付金额'),
  tooMany: refusal('INVALID_REQUEST', [400, 'INVALID_REQUEST'], '部分退款次数超过50次'),
  tooSoon: TOO_MANY,
  notPaid: refusal('INVALID_REQUEST', [400, 'INVALID_REQUEST'], '订单状态不支持退款'),
  noBalance: NO_BALANCE,
  overdue: refusal('TRADE_OVERDUE', [400, 'INVALID_REQUEST'], '订单已经超过可退款的最大期限'),
  error: SYSTEM_ERROR,
  busy: TOO_MANY,
};

/** How a refund that was not accepted is refused. */
export function refundRefusal(says: keyof typeof REFUND_REFUSALS): Refusal {
  return REFUND_REFUSALS[says];
}

/** What a used number says to another pay call. */
export function usedNumber(seen: Visible, isSame: boolean): Refusal {
  if (seen === 'paid' || seen === 'refunded') {
    return refusal('ORDERPAID', [400, 'ORDER_PAID'], '订单已支付');
  }
  if (seen === 'closed') return refusal('ORDERCLOSED', [400, 'ORDER_CLOSED'], '订单已关闭');
  if (seen === 'revoked') return refusal('ORDERREVERSED', [400, 'ORDER_CLOSED'], '订单已撤销');
  // Misleading, as the provider is: a new code for an old number.
  if (isSame) return refusal('AUTH_CODE_INVALID', [400, 'AUTH_CODE_INVALID'], '付款码无效');
  return {
    ...refusal('OUT_TRADE_NO_USED', [403, 'OUT_TRADE_NO_USED'], '商户订单号重复'),
    inner: '268498688',
  };
}

/** `trade_state`; an order that is not there has none. */
export const TRADE_STATES: Readonly<Record<Exclude<Visible, 'none'>, readonly [string, string]>> = {
  unpaid: ['NOTPAY', '订单未支付'],
  paying: ['USERPAYING', '用户支付中，等待输入密码'],
  paid: ['SUCCESS', '支付成功'],
  refunded: ['REFUND', '订单发生过退款，退款详情请查询退款单'],
  closed: ['CLOSED', '订单已关闭'],
  revoked: ['REVOKED', '订单已撤销'],
  failed: ['PAYERROR', '支付失败'],
};
