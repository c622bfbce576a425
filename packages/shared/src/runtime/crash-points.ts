/**
 * The places where a process may die with the most to lose, each between two steps that are not one
 * transaction. The fault tests kill a real process at every one of them.
 */
export const CRASH_POINTS = [
  'group.beforeStatement',
  'group.afterCommit',
  'pay.beforeInsert',
  'pay.afterInsert',
  'pay.afterWake',
  'refund.beforeReserve',
  'refund.beforeCommit',
  'refund.afterReserve',
  'refund.afterWake',
  'attempt.beforeClaim',
  'attempt.afterClaim',
  'attempt.beforeCall',
  'attempt.afterCall',
  'attempt.afterSettle',
  'closing.afterAsk',
  'closing.beforeCalls',
  'closing.afterCalls',
  'cancel.beforeCall',
  'cancel.afterCall',
  'settle.beforeSignal',
  'reschedule.beforeRow',
  'reschedule.beforeWake',
  'sweep.beforeWake',
  'sweep.afterWake',
  'notice.beforeSettle',
  'notice.afterSettle',
  'exception.beforeOpen',
  'exception.afterOpen',
  'fanout.before',
  'fanout.after',
  'notify.beforeClaim',
  'notify.afterClaim',
  'notify.beforeSend',
  'notify.afterSend',
  'notify.beforeResult',
  'notify.afterResult',
  'notify.beforeRelease',
  'notify.afterRelease',
] as const;

export type CrashPoint = (typeof CRASH_POINTS)[number];

/**
 * Marks such a place and does nothing. The fault tests alone run builds of their own with another module in
 * the place of this one; no other build holds any code that could end a process here.
 *
 * @param _subject what is being done, where several things pass the same place
 */
export function crashPoint(_point: CrashPoint, _subject?: string): void {}
