import type { OperationTiming, Timing } from '@payserver/connector-kit/provider';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** What WeChat's rules ask for (research A1, A4–A6, F3), ms. Tests have shorter ones. */
export interface WechatTimes {
  readonly callMs: number;
  /** a barcode payment that nobody confirms is reversed so long after it was sent */
  readonly deadlineMs: number;
  /** and never sooner */
  readonly notBeforeMs: number;
  /** between two queries of a payment */
  readonly queryMs: number;
  /** what WeChat does not have is not there for certain after a reverse, and so long after the sending */
  readonly settledMs: number;
  /** how long a QR code can be paid */
  readonly qrMs: number;
  /** between two refunds of one payment */
  readonly refundGapMs: number;
  /** the first queries of a refund */
  readonly refundQueryMs: number;
  /** empty: the kit's */
  readonly lateQueriesMs: readonly number[];
}

/** WeChat asks to wait a minute between two queries of a refund, then longer; most are done at once. */
function refundQueryAfter(ageMs: number, { refundQueryMs }: WechatTimes): number {
  if (ageMs < 6 * refundQueryMs) return refundQueryMs;
  if (ageMs < 5 * MINUTE) return Math.max(refundQueryMs, MINUTE);
  if (ageMs < HOUR) return 5 * MINUTE;
  return ageMs < 6 * HOUR ? 10 * MINUTE : 30 * MINUTE;
}

/** The times of all operations. */
export function timingOf(times: WechatTimes): Partial<Timing> {
  const { callMs, lateQueriesMs } = times;
  return {
    callMs,
    leaseMs: Math.max(Math.round(callMs * 1.5), callMs + 200),
    askGapMs: Math.min(2 * SECOND, times.queryMs),
    ...(lateQueriesMs.length > 0 && { lateQueriesMs }),
  };
}

/** The times of one operation. @param isNative the shop shows a code */
export function timingOfOne(
  times: WechatTimes,
  { kind, isNative }: { readonly kind: 'pay' | 'refund'; readonly isNative: boolean },
): Partial<OperationTiming> {
  if (kind === 'refund') {
    return {
      askAfter: (ageMs) => refundQueryAfter(ageMs, times),
      refundGapMs: times.refundGapMs,
      unsentMs: HOUR,
      lateQueriesMs: [],
    };
  }
  const { queryMs, qrMs, deadlineMs, notBeforeMs } = times;
  const isInTime = (ageMs: number, closeMs: number) => ageMs <= closeMs + MINUTE;
  const closeMs = isNative ? qrMs : deadlineMs;
  return {
    askAfter: (ageMs) => (isInTime(ageMs, closeMs) ? queryMs : MINUTE),
    closeAfterMs: closeMs,
    closeNotBeforeMs: isNative ? 0 : notBeforeMs,
  };
}
