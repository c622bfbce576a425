/** What the cashier reads of an outcome that the kit itself decided. */
export interface Texts {
  readonly notSent: string;
  readonly cancelled: string;
  readonly closed: string;
  readonly tooMuch: string;
  readonly notPaid: string;
  readonly refundGap: string;
}

export const TEXTS: Readonly<Record<'en' | 'zh', Texts>> = {
  en: {
    notSent: 'not sent: the provider could not be reached in time',
    cancelled: 'cancelled before it was sent',
    closed: 'not paid in time, cancelled',
    tooMuch: 'more than is left of the payment',
    notPaid: 'the payment is not paid',
    refundGap: 'waits: another refund of this payment was made just before',
  },
  zh: {
    notSent: '未能及时连接支付机构，未发起支付',
    cancelled: '已取消，未发起支付',
    closed: '超时未支付，已撤销',
    tooMuch: '超过可退金额',
    notPaid: '该笔支付未成功，不能退款',
    refundGap: '同一笔支付刚刚退过款，稍后继续',
  },
};
