/** What a cashier reads of each outcome (research G1). */
export const TEXTS = {
  codeExpired: ['付款码已失效，请刷新后重扫', 'the code has expired: refresh it and scan again'],
  codeWrong: ['这不是微信付款码', 'this is no WeChat payment code'],
  notEnough: ['余额不足，请换一种方式', 'not enough money: choose another way to pay'],
  cardNotSupported: ['不支持该卡，请换卡', 'this card is not supported: choose another card'],
  buyerMismatch: ['付款人不一致，请重新收款', 'another person pays: start a new payment'],
  refusedByWechat: ['交易被拒绝，请换一种方式', 'refused by WeChat: choose another way to pay'],
  userPaying: ['请顾客在手机上输入密码', 'the customer is asked for the password'],
  waiting: ['等待付款', 'waiting for the customer'],
  scan: ['请顾客用微信扫码', 'the customer scans the code with WeChat'],
  checking: ['结果查询中', 'the result is being queried'],
  busy: ['稍候', 'busy, please wait'],
  tradeClosed: ['交易已关闭', 'the payment is closed'],
  payError: ['支付失败', 'the payment failed'],
  reversed: ['超时未支付，已撤销', 'not paid in time, cancelled'],
  reversing: ['撤销中', 'being cancelled'],
  notShown: ['二维码未能生成，请重新收款', 'no code could be made: start a new payment'],
  setup: [
    '商户配置有误，请联系管理员',
    'the merchant is not set up rightly: call the administrator',
  ],
  noMerchant: ['商户未开通微信支付', 'this merchant has no WeChat Pay'],
  paused: ['商户的微信支付已停用', 'WeChat Pay of this merchant is switched off'],
  mismatch: ['金额不符，请联系管理员', 'the amount differs: call the administrator'],
  otherMerchant: [
    '商户号已更换，请联系管理员',
    'the merchant number has changed: call the administrator',
  ],
  operator: ['需人工处理', 'a person must see to it'],
  merchantBalance: ['商户余额不足，充值后自动重试', "the merchant's balance is too low: top it up"],
  refunding: ['退款处理中', 'the refund is being processed'],
  refundClosed: ['退款已关闭', 'the refund was closed'],
  refundAbnormal: ['退款异常，需人工', 'the refund is stuck: a person must see to it'],
  refundTooMuch: ['超过可退金额', 'more than can be refunded'],
  refundOverdue: ['超过退款期限', 'too late for a refund'],
  refundRefused: ['微信拒绝退款', 'WeChat refuses the refund'],
  refundAccount: [
    '顾客账户异常，请线下退款',
    "the customer's account is closed: refund in another way",
  ],
} as const satisfies Readonly<Record<string, readonly [zh: string, en: string]>>;

export type TextKey = keyof typeof TEXTS;
export type Language = 'zh' | 'en';
export type Say = (key: TextKey) => string;

/** The texts of one language. */
export function textsIn(language: Language): Say {
  return (key) => TEXTS[key][language === 'zh' ? 0 : 1];
}
