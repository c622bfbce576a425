import { PAY_EDGES, PAY_OPEN, PAY_REFUNDED, REFUND_OPEN } from '../../domain/statuses.ts';
import { createBatcher } from '../../runtime/batcher.ts';
import { arrayColumns } from '../array-columns.ts';
import type { Database } from '../database.ts';
import { isDatabaseUnavailable } from '../database-unavailable.ts';
import { literals, queryRows } from '../sql.ts';

/** What a body says of its event. Amounts are fen. */
export interface EventFacts {
  /** then, now */
  readonly asOf: string;
  /** of the record, or of the event that no order has */
  readonly uuid: string;
  readonly merchantUUID: string;
  readonly eventAt: Date;
  /** of an event that no order has; the rest is null then */
  readonly ownType: string | null;
  readonly ownData: object | null;
  readonly kind: string | null;
  readonly event: string;
  readonly detail: unknown;
  readonly toStatus: string;
  readonly amount: number;
  readonly payModeUUID: string;
  readonly payOrderUUID: string;
  readonly clientPayNo: string;
  readonly payTractionNo: string;
  readonly payAmount: number;
  readonly payStatus: string;
  readonly thirdPayNo: string | null;
  readonly payFinishAt: Date | null;
  readonly payParams: unknown;
  readonly sequence: number;
  readonly refunded: number;
  readonly endedAt: Date | null;
  readonly refundUUID: string | null;
  readonly clientRefundNo: string;
  readonly refundTractionNo: string;
  readonly thirdRefundNo: string | null;
  readonly refundAmount: number;
  readonly refundFinishAt: Date | null;
  readonly refundStatus: string;
  readonly refundParams: unknown;
}

/** A delivery that is due, with all that its body says. */
export interface DueDelivery extends EventFacts {
  readonly endpointId: number;
  readonly id: bigint;
  readonly createdAt: Date;
  /** so far */
  readonly attempts: number;
  readonly version: number;
  readonly isReplay: boolean;
  /** of a call: the URL that it names; null: the endpoint's */
  readonly notifyUrl: string | null;
}

/** How many of an endpoint's due deliveries are wanted. */
export interface DueQuestion {
  readonly endpointId: number;
  readonly limit: number;
}

const QUESTIONS = arrayColumns<DueQuestion>({
  endpoint: ['int', ({ endpointId }) => endpointId],
  most: ['int', ({ limit }) => limit],
});

const REFUNDED = literals(
  PAY_EDGES.filter(({ to }) => to === PAY_REFUNDED.part || to === PAY_REFUNDED.all).map(
    ({ event }) => event,
  ),
);
const OPEN = literals([PAY_OPEN, REFUND_OPEN]);

/**
 * The history of the record's own order up to the record, or as it is now. Within an order every record is written
 * under its row's lock, so that none with a lower id comes later.
 */
const HISTORY_SQL = `
  SELECT count(*)::int AS sequence, coalesce(sum(t.amount) FILTER (WHERE t.event IN (${REFUNDED})), 0)::int AS refunded,
         max(t."createdAt") FILTER (WHERE t."fromStatus" <> t."toStatus" AND t."toStatus" NOT IN (${OPEN})) AS "endedAt"
  FROM "TradeRecord" t
  WHERE t."payOrderUUID" = r."payOrderUUID" AND t.kind = r.kind
    AND (r.kind = 'pay' OR t."refundOrderUUID" = r."refundOrderUUID") AND (d."asOf" = 'now' OR t.id <= r.id)`;

/** SQL of all that a body says of the event of `d`, which has a recordId or an eventId, and asOf; with {@link EVENT_JOINS}. */
export const EVENT_FACTS = `coalesce(r.uuid, v.uuid) AS uuid, coalesce(r."merchantUUID", v."merchantUUID") AS "merchantUUID",
       coalesce(r."createdAt", v."createdAt") AS "eventAt", v.type AS "ownType", v.data AS "ownData",
       r.kind, r.event, r.detail, r."toStatus", r.amount, r."payModeUUID", r."payOrderUUID",
       p."clientPayNo", p."tractionNo" AS "payTractionNo", p."payAmount", p.status::text AS "payStatus", p."thirdPayNo",
       p."payFinishAt", p."clientExtraParams" AS "payParams", h.sequence, h.refunded, h."endedAt",
       b.uuid AS "refundUUID", b."clientRefundNo", b."tractionNo" AS "refundTractionNo", b."thirdRefundNo",
       b."refundAmount", b."refundFinishAt", b.status::text AS "refundStatus", b."clientExtraParams" AS "refundParams"`;

/** SQL of the joins that {@link EVENT_FACTS} reads. */
export const EVENT_JOINS = `
LEFT JOIN "TradeRecord" r ON r.id = d."recordId"
LEFT JOIN "OperationalEvent" v ON v.id = d."eventId"
LEFT JOIN "PayOrder" p ON p.uuid = r."payOrderUUID"
LEFT JOIN "RefundOrder" b ON r.kind = 'refund' AND b.uuid = r."refundOrderUUID"
LEFT JOIN LATERAL (${HISTORY_SQL}) h ON true`;

const DUE_SQL = `
SELECT d."endpointId", d.id, d."createdAt", d.attempts, d.version, d."asOf", d."replayId" IS NOT NULL AS "isReplay",
       CASE r.kind WHEN 'refund' THEN b."notifyUrl" ELSE p."notifyUrl" END AS "notifyUrl", ${EVENT_FACTS}
FROM ${QUESTIONS.table('i')} CROSS JOIN LATERAL (
  SELECT * FROM "NotifyDelivery" q WHERE q."endpointId" = i.endpoint AND q."nextAt" <= now()
  ORDER BY q."nextAt" LIMIT i.most) d${EVENT_JOINS}`;

/** Reads the due deliveries of endpoints; see {@link createDueReader}. */
export type DueReader = (question: DueQuestion) => Promise<readonly DueDelivery[]>;

const NONE: readonly DueDelivery[] = [];

/**
 * A reader of due deliveries, those whose time came first first. Questions of the same moment share a statement. Only
 * the holder of an endpoint's lease asks: what it reads is not marked.
 */
export function createDueReader(db: Database): DueReader {
  const ask = createBatcher<DueQuestion, readonly DueDelivery[]>({
    keyOf: ({ endpointId }) => String(endpointId),
    mayShare: false,
    run: async (questions) => await readDue(db, questions),
    failsWholeBatch: isDatabaseUnavailable,
  });
  return async (question) => (await ask(question)) ?? NONE;
}

async function readDue(
  db: Database,
  questions: readonly DueQuestion[],
): Promise<ReadonlyMap<string, readonly DueDelivery[]>> {
  const rows = await queryRows<DueDelivery>(db, {
    name: 'notify-due',
    text: DUE_SQL,
    values: QUESTIONS.values(questions),
  });
  const found = new Map<string, DueDelivery[]>();
  for (const row of rows) {
    const key = String(row.endpointId);
    const known = found.get(key);
    if (known === undefined) found.set(key, [row]);
    else known.push(row);
  }
  return found;
}
