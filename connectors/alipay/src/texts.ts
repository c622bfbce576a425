import type { DeclineText, RefundText } from './driver/codes.ts';

/** What cashiers read (research G2). */
export type Texts = Readonly<
  Record<
    | DeclineText
    | RefundText
    | 'noMerchant'
    | 'setup'
    | 'paying'
    | 'waiting'
    | 'checking'
    | 'busy'
    | 'closed'
    | 'expired'
    | 'cancelled'
    | 'noCode'
    | 'refunding'
    | 'sellerBalance'
    | 'operator',
    string
  >
>;

export const TEXTS: Readonly<Record<'en' | 'zh', Texts>> = {
  zh: {
    noMerchant: '商户未开通',
    setup: '商户配置有误，请联系管理员',
    codeInvalid: '付款码已失效，请刷新后重扫',
    noMoney: '余额不足，请换一种方式',
    limit: '超出顾客支付限额',
    account: '顾客账户不能付款',
    refused: '支付失败，请重试',
    content: '金额或商品名称不被支付宝接受',
    paying: '请顾客在手机上确认',
    waiting: '等待顾客扫码付款',
    checking: '结果查询中',
    busy: '稍候，结果查询中',
    closed: '交易已关闭',
    expired: '二维码已过期，未支付',
    cancelled: '超时未支付，已撤销',
    noCode: '二维码生成中',
    refunding: '退款处理中',
    sellerBalance: '商户余额不足，充值后自动重试',
    operator: '需人工处理',
    refundTooMuch: '超过可退金额',
    refundTooLate: '超过退款期限',
    refundRefused: '该笔交易不能退款',
  },
  en: {
    noMerchant: 'this merchant is not set up',
    setup: 'merchant set-up is wrong: ask an administrator',
    codeInvalid: 'code expired: refresh it and scan again',
    noMoney: 'not enough money: choose another way to pay',
    limit: "beyond the customer's limit",
    account: "the customer's account cannot pay",
    refused: 'payment failed: try again',
    content: 'Alipay does not accept this amount or name',
    paying: 'the customer is confirming on the phone',
    waiting: 'waiting for the customer to scan and pay',
    checking: 'checking',
    busy: 'busy, checking',
    closed: 'closed',
    expired: 'the QR code has expired, not paid',
    cancelled: 'not paid in time, cancelled',
    noCode: 'the QR code is being made',
    refunding: 'the refund is being made',
    sellerBalance: "the merchant's balance is too low; tried again once it is topped up",
    operator: 'a person must see to it',
    refundTooMuch: 'more than is left of the payment',
    refundTooLate: 'too late for a refund',
    refundRefused: 'this payment cannot be refunded',
  },
};
