/** Why an operation was declined or refused: the text that reaches the cashier, and what it means. */
export const REASONS = {
  noAccount: { zh: '未开户', en: 'no such account or member' },
  frozen: { zh: '账户已冻结', en: 'frozen' },
  closed: { zh: '账户已销户', en: 'closed' },
  overLimit: { zh: '超出额度', en: 'above the credit limit' },
  notASigner: { zh: '无权签单', en: 'the person may not sign for this account' },
  signerStopped: { zh: '签单人已停用', en: 'the person may not sign on this day' },
  overPersonalLimit: {
    zh: '超出个人限额',
    en: "above the person's limit per bill, day or month",
  },
  notEnough: { zh: '余额不足', en: 'not enough stored value' },
  notEnoughCounts: { zh: '次数不足', en: 'not enough counts' },
  noSuchItem: { zh: '卡内无此项目', en: 'the card has no such item' },
  wrongAmount: { zh: '金额与项目不符', en: 'the amount is not that of the items' },
  badParams: { zh: '支付参数有误', en: 'payParams or items are missing or malformed' },
  cancelled: { zh: '已取消', en: 'cancelled before it came' },
  noPayment: { zh: '原支付不存在', en: 'no such payment in this book' },
  notPaid: { zh: '原支付未成功', en: 'the payment did not succeed' },
  overRefund: { zh: '超出可退金额', en: 'more than is left of the payment' },
  overRefundCounts: { zh: '超出可退次数', en: 'more than is left of the items' },
  nameItems: {
    zh: '请注明退回的项目与次数',
    en: 'clientExtraParams.merchandiseDetails must name the items',
  },
  noTopUp: { zh: '原充值不存在', en: 'no such top-up' },
  moreThanLeft: { zh: '超出可退本金', en: 'more than is left of the top-up' },
  moreThanOwed: { zh: '超出欠款', en: 'more than is owed' },
  nothing: { zh: '金额不能为零', en: 'the amount is zero' },
  notEmpty: { zh: '余额不为零', en: 'a balance is left' },
  badPeriod: { zh: '有效期有误', en: 'the last day is before the first' },
  inFuture: { zh: '日期未到', en: 'the day has not come' },
  closedAlready: { zh: '该日期已出账', en: 'the day is in a statement already' },
  keyUsed: { zh: '单号已用于其他内容', en: 'the key was used with another content' },
  importedBefore: { zh: '已导入过，内容不同', en: 'imported before with another content' },
  noStatement: { zh: '账单不存在', en: 'no such statement' },
} as const;

export type Reason = keyof typeof REASONS;

/** Whether the text is one of {@link REASONS}' names. */
export function isReason(text: string): text is Reason {
  return Object.hasOwn(REASONS, text);
}
