import { useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useMay, useTimeZone } from '../../../api/use-session.ts';
import { readTime } from '../../../format/time.ts';
import { messagesQuery } from '../../notify/notify-queries.ts';
import { auditQuery, exceptionsQuery, recordsQuery } from '../payment-queries.ts';
import type { AuditRecord, PayOrder, RefundOrder } from '../payment-types.ts';
import { longestCall } from './describe.ts';
import { mergeHistory, type Source } from './entries.ts';
import { toRows } from './rows.ts';

/** Audit records are asked for by resource: of these refunds as well, the newest. */
const MOST_TARGETS = 10;
const NOTHING: readonly never[] = [];

export interface HistorySources {
  readonly order: PayOrder;
  readonly refunds: readonly RefundOrder[];
}

interface HistoryOptions {
  readonly shown: ReadonlySet<Source>;
  readonly open: ReadonlySet<string>;
  readonly isNewestFirst: boolean;
}

/** The rows of a payment's history, of all of its sources, and what comes next. */
export function useHistory({ order, refunds }: HistorySources, options: HistoryOptions) {
  const { shown, open, isNewestFirst } = options;
  const zone = useTimeZone();
  const records = useInfiniteQuery(recordsQuery(order.uuid));
  const exceptions = useQuery(exceptionsQuery(order.uuid)).data ?? NOTHING;
  const messages = useQuery(messagesQuery(order.uuid)).data ?? NOTHING;
  const audit = useAudit(order.uuid, [
    ...refunds.slice(-MOST_TARGETS).map(({ uuid }) => uuid),
    ...exceptions.slice(-MOST_TARGETS).map(({ uuid }) => uuid),
  ]);
  const loaded = useMemo(
    () => (records.data?.pages ?? []).flatMap(({ items }) => items).toReversed(),
    [records.data],
  );
  const isWhole = !records.hasNextPage;
  const entries = useMemo(() => {
    const toMs = (at: string) => readTime(at, zone);
    const refundNos = new Map(refunds.map(({ uuid, clientRefundNo }) => [uuid, clientRefundNo]));
    const history = { records: loaded, exceptions, messages, audit, refundNos };
    return mergeHistory(history, { shown, isWhole, toMs });
  }, [loaded, exceptions, messages, audit, refunds, shown, isWhole, zone]);
  const rows = useMemo(
    () => toRows(entries, { open, isNewestFirst }),
    [entries, open, isNewestFirst],
  );
  return { records, count: entries.length, rows, longestMs: longestCall(loaded) };
}

/** What people did to the payment, its refunds and its exceptions, the oldest first; nothing without the permission. */
function useAudit(uuid: string, others: readonly string[]) {
  const mayAudit = useMay('audit');
  const targets = mayAudit ? [uuid, ...others] : [];
  return useQueries({
    queries: targets.map((target) => auditQuery(uuid, target)),
    combine: inOneList,
  });
}

/** One function for all times, so that its result stays the same while the answers do. */
function inOneList(answers: ReadonlyArray<{ readonly data: AuditRecord[] | undefined }>) {
  return answers.flatMap(({ data }) => data ?? []).toSorted((a, b) => a.id - b.id);
}
