import type { NotifyDelivery } from '@payserver/client';
import type { AuditRecord, TradeException, TradeRecord } from '../payment-types.ts';

/** What a history is made of; a person may hide each but the payment's own records. */
export const SOURCES = ['payment', 'refunds', 'exceptions', 'messages', 'audit'] as const;
export type Source = (typeof SOURCES)[number];

interface Moment {
  readonly key: string;
  readonly source: Source;
  /** as the API writes it */
  readonly at: string;
  readonly atMs: number;
}

export interface RecordEntry extends Moment {
  readonly kind: 'record';
  readonly record: TradeRecord;
  /** the shop's number of the refund that it is about */
  readonly refundNo: string | null;
}
export interface ExceptionEntry extends Moment {
  readonly kind: 'exception';
  readonly exception: TradeException;
}
export interface AuditEntry extends Moment {
  readonly kind: 'audit';
  readonly audit: AuditRecord;
}
export interface MessageEntry extends Moment {
  readonly kind: 'message';
  readonly message: NotifyDelivery;
}
export type Entry = RecordEntry | ExceptionEntry | MessageEntry | AuditEntry;

export interface History {
  /** in the order of their ids, the oldest first; the end of the history, however much of it was loaded */
  readonly records: readonly TradeRecord[];
  readonly exceptions: readonly TradeException[];
  /** what its merchant's endpoints hear of it, the oldest first */
  readonly messages: readonly NotifyDelivery[];
  readonly audit: readonly AuditRecord[];
  /** the shop's numbers of the refunds, by uuid */
  readonly refundNos: ReadonlyMap<string, string>;
}

interface MergeOptions {
  readonly shown: ReadonlySet<Source>;
  /** whether the oldest record is among them: what is older than the oldest one would stand in the wrong place */
  readonly isWhole: boolean;
  readonly toMs: (at: string) => number | null;
}

/**
 * One history of several lists, the oldest entry first. Entries of one list stay in its order, also when a clock was put
 * back; of the same second, records come before exceptions, those before messages and those before audit records.
 */
export function mergeHistory(history: History, { shown, isWhole, toMs }: MergeOptions): Entry[] {
  const moment = <T extends { uuid: string; createdAt: string }>(row: T, source: Source) => ({
    key: `${source}-${row.uuid}`,
    source,
    at: row.createdAt,
    atMs: toMs(row.createdAt) ?? 0,
  });
  const all = history.records.map(
    (record): Entry => ({
      kind: 'record',
      record,
      refundNo: history.refundNos.get(record.refundOrderUUID ?? '') ?? null,
      ...moment(record, record.kind === 'refund' ? 'refunds' : 'payment'),
    }),
  );
  const fromMs = isWhole ? Number.NEGATIVE_INFINITY : (all[0]?.atMs ?? 0);
  const exceptions = history.exceptions.map(
    (exception): Entry => ({ kind: 'exception', exception, ...moment(exception, 'exceptions') }),
  );
  const messages = history.messages.map(
    (message): Entry => ({ kind: 'message', message, ...moment(message, 'messages') }),
  );
  const audit = history.audit.map(
    (one): Entry => ({ kind: 'audit', audit: one, ...moment(one, 'audit') }),
  );
  const visible = (entries: readonly Entry[]) =>
    entries.filter(({ source, atMs }) => shown.has(source) && atMs >= fromMs);
  return [exceptions, messages, audit].map(visible).reduce(mergeTwo, visible(all));
}

/** Both in their own order; of the same moment those of `first` come first. */
function mergeTwo(first: readonly Entry[], second: readonly Entry[]): Entry[] {
  const merged: Entry[] = [];
  let taken = 0;
  for (const entry of first) {
    for (let next = second[taken]; next !== undefined && next.atMs < entry.atMs; taken += 1) {
      merged.push(next);
      next = second[taken + 1];
    }
    merged.push(entry);
  }
  return [...merged, ...second.slice(taken)];
}
