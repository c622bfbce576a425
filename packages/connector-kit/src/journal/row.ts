import type { PayData } from '@payserver/shared/domain/pay-data';
import type { State } from './states.ts';

/** One payment or refund, as the journal has it. */
export interface Row {
  readonly tractionNo: string;
  readonly kind: 'pay' | 'refund';
  readonly state: State;
  /** '' of a payment that was cancelled before it came */
  readonly merchantUUID: string;
  /** fen; 0 of a payment that was cancelled before it came */
  readonly amount: number;
  readonly payTractionNo: string | null;
  readonly memo: Readonly<Record<string, unknown>>;
  readonly thirdOrderNo: string | null;
  readonly reason: string | null;
  readonly payData: PayData | null;
  readonly expiresAt: Date | null;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  readonly askedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly isCancelWanted: boolean;
  /** the provider has said so, last */
  readonly isUnknownToProvider: boolean;
  readonly tries: number;
  readonly lateQueries: number;
  readonly reviewedAt: Date | null;
  readonly leaseId: string | null;
  /** of the database's clock, as `now` is */
  readonly leaseUntil: Date | null;
  readonly notifyUrl: string | null;
  readonly noticeId: string | null;
  readonly noticeTries: number;
  /** the database's clock when the row was read: rows are compared with no other */
  readonly now: Date;
}

/** What a write may change. */
export type Changes = Partial<
  Pick<
    Row,
    | 'thirdOrderNo'
    | 'reason'
    | 'payData'
    | 'sentAt'
    | 'askedAt'
    | 'finishedAt'
    | 'isUnknownToProvider'
    | 'tries'
    | 'lateQueries'
    | 'isCancelWanted'
    | 'reviewedAt'
  >
> & { readonly nextAt?: Date | null; readonly noticeId?: string; readonly noticeAt?: Date };

/** Field of a row → column. */
const COLUMNS: Readonly<Record<Exclude<keyof Row, 'now'>, string>> = {
  tractionNo: 'traction_no',
  kind: 'kind',
  state: 'state',
  merchantUUID: 'merchant_uuid',
  amount: 'amount',
  payTractionNo: 'pay_traction_no',
  memo: 'memo',
  thirdOrderNo: 'third_order_no',
  reason: 'reason',
  payData: 'pay_data',
  expiresAt: 'expires_at',
  createdAt: 'created_at',
  sentAt: 'sent_at',
  askedAt: 'asked_at',
  finishedAt: 'finished_at',
  isCancelWanted: 'is_cancel_wanted',
  isUnknownToProvider: 'is_unknown_to_provider',
  tries: 'tries',
  lateQueries: 'late_queries',
  reviewedAt: 'reviewed_at',
  leaseId: 'lease_id',
  leaseUntil: 'lease_until',
  notifyUrl: 'notify_url',
  noticeId: 'notice_id',
  noticeTries: 'notice_tries',
};

/** The column of a field that a write may change. */
export function columnOf(field: keyof Changes): string {
  if (field === 'nextAt') return 'next_at';
  if (field === 'noticeAt') return 'notice_at';
  return COLUMNS[field];
}

/** What a statement that answers rows selects; names are quoted as the driver then gives them. */
export const SELECTED = [
  ...Object.entries(COLUMNS).map(([field, column]) => `operation.${column} AS "${field}"`),
  // Not of the transaction: a statement may have waited for a lock.
  'clock_timestamp() AS now',
].join(', ');

/** A row as the driver gives it: bigint is text there. */
export type RawRow = Omit<Row, 'amount' | 'merchantUUID'> & {
  readonly amount: string | null;
  readonly merchantUUID: string | null;
};

/** The same as its types say. Amounts came in as safe integers. */
export function readRow(raw: RawRow): Row {
  return { ...raw, amount: Number(raw.amount ?? 0), merchantUUID: raw.merchantUUID ?? '' };
}
