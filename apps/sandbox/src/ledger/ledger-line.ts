export type CallKind = 'pay' | 'refund' | 'query' | 'cancel';

/**
 * What a ledger line tells.
 * - `received`: a call arrived (one line per call, also for repeats)
 * - `charged`, `refunded`: money moved; `reversed`: a whole charge was given back through cancelUrl
 * - `declined`: refused for good; `cancelled`: closed before any money moved, none will move later
 * - `running`: accepted, not decided; `planned`: steps follow on their own (effects, notices)
 * - `notified`: a notice was sent, or given up
 * - `conflict`: a tractionNo came back with other content; `rejected`: a body that is not the
 *   document's; `redirectFollowed`: the caller followed a 302, which it must not
 */
export type LedgerEvent =
  | 'received'
  | 'charged'
  | 'refunded'
  | 'reversed'
  | 'declined'
  | 'cancelled'
  | 'running'
  | 'planned'
  | 'notified'
  | 'conflict'
  | 'rejected'
  | 'redirectFollowed';

/** What a caller of `Book.record` knows; time is added there. */
export interface LedgerEntry {
  readonly event: LedgerEvent;
  readonly slug: string;
  readonly kind: CallKind;
  readonly tractionNo: string;
  readonly payTractionNo: string | null;
  readonly clientPayNo: string | null;
  readonly clientRefundNo: string | null;
  /** fen */
  readonly amount: number | null;
  /** the behaviour asked for, with its argument: `runThenNotice:300` */
  readonly behaviour: string;
  readonly thirdOrderNo: string | null;
  readonly reason?: string;
  /** of a refund's `received` line, as it came */
  readonly isCancel?: number;
  /** which step of the plan this line completes */
  readonly step?: number;
  /** only in `planned` lines, and never shown over HTTP: it carries the notice's token */
  readonly notifyUrl?: string;
  /** of a `notified` line: the HTTP status of the last try, null when nobody answered */
  readonly status?: number | null;
  /** of a `notified` line: what was wrong with the notice on purpose */
  readonly tamper?: string;
}

/** One line of ledger.jsonl. */
export interface LedgerLine extends LedgerEntry {
  /** ms since the epoch */
  readonly at: number;
  /** the same moment as a person reads it */
  readonly time: string;
}
