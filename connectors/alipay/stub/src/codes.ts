import type { PayAnswer } from '@payserver/provider-stub/bank/payments';
import type { RefundAnswer } from '@payserver/provider-stub/bank/refunds';
import type { Behaviour } from '@payserver/provider-stub/behaviour/table';

/** What every answer begins with. */
export interface Code {
  readonly code: string;
  readonly msg: string;
  readonly sub_code?: string;
  readonly sub_msg?: string;
}

const MESSAGES: Readonly<Record<string, string>> = {
  10000: 'Success',
  10003: 'order success pay inprocess',
  20000: 'Service Currently Unavailable',
  20001: 'Insufficient Token Permissions',
  40001: 'Missing Required Arguments',
  40002: 'Invalid Arguments',
  40003: 'Insufficient Conditions',
  40004: 'Business Failed',
  40005: 'Call Limited',
  40006: 'Insufficient Permissions',
};

/** A code with its message; `sub` says more. */
export function codeOf(code: string, sub?: string, text?: string): Code {
  return {
    ...{ code, msg: MESSAGES[code] ?? '' },
    ...(sub !== undefined && { sub_code: sub, sub_msg: text ?? sub }),
  };
}

/** 40004, the usual refusal. */
export const business = (name: string, text: string): Code => codeOf('40004', `ACQ.${name}`, text);

export const SUCCESS = codeOf('10000');
export const SYSTEM_ERROR = business('SYSTEM_ERROR', '系统错误');
const UNAVAILABLE = codeOf('20000', 'isp.unknow-error', '系统繁忙');
export const NO_TRADE = business('TRADE_NOT_EXIST', '交易不存在');
export const NO_BALANCE = business('SELLER_BALANCE_NOT_ENOUGH', '卖家余额不足');
const LIMITED = codeOf('40005', 'isv.call-limited', '应用调用次数超限');

/** Group 11 by variant. */
const CODE_REFUSALS: readonly Code[] = [
  business(
    'PAYMENT_AUTH_CODE_INVALID',
    '支付失败，获取顾客账户信息失败，请顾客刷新付款码后重新收款',
  ),
  business('PAYMENT_AUTH_CODE_INVALID', '付款码已被使用'),
  business('PAYMENT_AUTH_CODE_INVALID', 'SOUNDWAVE_PARSER_FAIL'),
  business('BUYER_BALANCE_NOT_ENOUGH', '买家余额不足'),
  business('BUYER_BANKCARD_BALANCE_NOT_ENOUGH', '用户银行卡余额不足'),
  business('BUYER_SELLER_EQUAL', '买卖家不能相同'),
  business('PAYMENT_REQUEST_HAS_RISK', '支付有风险'),
  business('PULL_MOBILE_CASHIER_FAIL', '唤起移动收银台失败'),
];
/** Group 12 by variant; 2 is no refusal. */
const LIMITS: ReadonlyArray<Code | undefined> = [
  LIMITED,
  business('BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR', '买家付款日限额超限'),
  undefined,
  SYSTEM_ERROR,
  UNAVAILABLE,
  business('PAYMENT_UNKNOW', '支付结果未知'),
  business('SOMETHING_NEW', '未列出的错误'),
  business('SOMETHING_NEW', '未列出的错误'),
];
/** Group 15 by variant. */
const SET_UP: readonly Code[] = [
  codeOf('40002', 'isv.invalid-app-id', '无效的AppID参数'),
  codeOf('40006', 'isv.insufficient-isv-permissions', 'ISV权限不足'),
  codeOf('40002', 'isv.app-cert-not-exist', '应用公钥证书不存在'),
  codeOf('40002', 'isv.invalid-timestamp', '非法的时间戳参数'),
  codeOf('40002', 'isv.app-cert-expired', '应用公钥证书已过期'),
  codeOf('20001', 'aop.invalid-app-auth-token', '无效的应用授权令牌'),
  business('SELLER_BEEN_BLOCKED', '商家账号被冻结'),
];

/** How a set-up fault is said. */
export function setUpCode({ variant }: Behaviour): Code {
  return SET_UP[variant] ?? UNAVAILABLE;
}

/** The code of a barcode payment that was not paid at once. */
export function payCode({ says, because }: PayAnswer): Code {
  if (says === 'paying') return codeOf('10003');
  const { group = 0, variant = 0, param = 0 } = because ?? {};
  const listed = { 11: CODE_REFUSALS, 12: LIMITS }[group]?.[variant];
  return listed ?? (param % 2 === 0 ? UNAVAILABLE : SYSTEM_ERROR);
}

/** How a refund that was not accepted is refused. */
export const REFUND_CODES: Readonly<
  Record<Exclude<RefundAnswer['says'], 'accepted' | 'repeated'>, Code>
> = {
  mismatch: business('DISCORDANT_REPEAT_REQUEST', '不一致的请求'),
  aboveRest: business('REASON_TRADE_REFUND_FEE_ERR', '退款金额无效'),
  tooMany: business('TRADE_NOT_ALLOW_REFUND', '当前交易不允许退款'),
  tooSoon: LIMITED,
  notPaid: business('TRADE_STATUS_ERROR', '交易状态不合法'),
  noBalance: NO_BALANCE,
  overdue: business('TRADE_HAS_FINISHED', '交易已完结'),
  error: SYSTEM_ERROR,
  busy: UNAVAILABLE,
};
