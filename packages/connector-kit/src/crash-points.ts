/** The places where a connector may die with the most to lose. The tests kill a real process at every one. */
export const KIT_CRASH_POINTS = [
  'post.beforeInsert',
  'post.afterInsert',
  'send.beforeCall',
  'send.afterCall',
  'send.afterWrite',
  'ask.beforeCall',
  'ask.afterCall',
  'ask.afterWrite',
  'close.beforeCall',
  'close.afterCall',
  'close.afterWrite',
  'cancel.beforeMark',
  'cancel.afterMark',
  'work.afterClaim',
  'notice.beforeSend',
  'notice.afterSend',
  'notice.afterWrite',
] as const;

export type KitCrashPoint = (typeof KIT_CRASH_POINTS)[number];

/** Marks such a place and does nothing; only the builds of the crash tests hold another function. */
export function crashPoint(_point: KitCrashPoint, _subject?: string): void {}
