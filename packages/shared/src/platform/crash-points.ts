/**
 * The places where a process may die with the most to lose, each between two steps that are not one
 * transaction. The fault tests kill a real process at every one of them.
 */
export const CRASH_POINTS = [
  'pay.beforeInsert',
  'pay.afterInsert',
  'pay.afterWake',
  'refund.beforeReserve',
  'refund.beforeCommit',
  'refund.afterReserve',
  'refund.afterWake',
  'look.afterClaim',
  'look.beforeCall',
  'look.afterCall',
  'look.afterSettle',
  'settle.beforeSignal',
  'defer.beforeRow',
  'defer.beforeWake',
  'sweep.beforeWake',
  'sweep.afterWake',
  'notice.beforeSettle',
  'notice.afterSettle',
  'exception.beforeOpen',
  'exception.afterOpen',
] as const;

export type CrashPoint = (typeof CRASH_POINTS)[number];

/**
 * Marks such a place and does nothing. Under the fault tests alone a loader of theirs puts another module
 * in the place of this one; no build holds any code that could end a process here.
 */
export function crashPoint(_point: CrashPoint): void {}
