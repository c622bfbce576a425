import { newUuid, type TradeKind } from '../../domain/ids.ts';
import { arrayColumns } from '../array-columns.ts';
import { type Batched, type BatchedStatement, batched } from '../batched.ts';
import { connectorOfOrder, FIRST_SENT_TO } from '../connectors.ts';
import type { Database } from '../database.ts';
import type { PayOrder } from '../generated/client.ts';
import type { RefundOrderRow } from '../refund-orders/find.ts';
import { queryRows } from '../sql.ts';
import {
  ORDER_TABLES,
  type OrderRef,
  type OrderTable,
  RECORD_COLUMNS,
  recordOrigin,
} from './table.ts';

/** The columns that an attempt of a payment needs; the other half of the row is not read. */
const PAY_COLUMNS = [
  'uuid',
  'tractionNo',
  'clientPayNo',
  'payModeUUID',
  'payer',
  'payee',
  'payAmount',
  'payParams',
  'paySecrets',
  'clientExtraParams',
  'connectorParams',
  'terminal',
  'thirdPayNo',
  'orderStartAt',
  'orderExpiredAt',
  'payStartAt',
  'epoch',
  'attempts',
  'sentAt',
  'lastOutcome',
  'payData',
  'closeAskedAt',
  'cancelCall',
] as const satisfies ReadonlyArray<keyof PayOrder>;

/** A payment as an attempt reads it. */
export type ClaimedPay = Claimed<Pick<PayOrder, (typeof PAY_COLUMNS)[number]>>;

/** An order to be claimed, and how long it shall belong to the claimer. */
interface Claim extends OrderRef {
  readonly leaseMs: number;
  readonly ownerNo: number | null;
}

const CLAIMS = arrayColumns<Claim>({
  uuid: ['text', (claim) => claim.uuid],
  epoch: ['int', (claim) => claim.epoch],
  lease_ms: ['float8', (claim) => claim.leaseMs],
  owner_no: ['int', (claim) => claim.ownerNo],
  record: ['text', newUuid],
});

// One plain UPDATE on purpose: with a locking sub-query in front of it, a claim that met the sweep's
// update of the same row came back empty, and its order waited five seconds for nothing. It changes no
// indexed column ("dueAt" stays: the sweep heeds leases), so no index has to be written for it.
// The SET that marks an order as sent also writes what it is sent to: no second attempt could see another
// version. "sentTo" is no indexed column either.
function claimSql(table: OrderTable, columns: string): string {
  return `
WITH claimed AS (
  UPDATE ${table.name} o SET
    epoch = o.epoch + 1,
    attempts = o.attempts + 1,
    "leaseUntil" = now() + make_interval(secs => w.lease_ms / 1000),
    "ownerNo" = w.owner_no,
    "sentAt" = CASE WHEN ${table.expired} THEN o."sentAt" ELSE coalesce(o."sentAt", now()) END,
    "sentTo" = CASE WHEN ${table.expired} OR o."sentAt" IS NOT NULL THEN o."sentTo" ELSE ${FIRST_SENT_TO[table.kind]} END,
    "lastOutcome" = CASE WHEN o."leaseUntil" IS NULL THEN o."lastOutcome" ELSE 'lost' END
  FROM ${CLAIMS.table('w')}
  WHERE o.uuid = w.uuid AND o.epoch = w.epoch AND o.status = '${table.open}'
    AND (o."leaseUntil" IS NULL OR o."leaseUntil" < now())
  RETURNING o.*, w.record,
    o."sentAt" IS NOT NULL AND o."sentAt" = now()::timestamptz(3) AS "firstSend",
    ${table.expired} AS expired, ${table.overdue} AS overdue
), lost AS (
  INSERT INTO "TradeRecord" (${RECORD_COLUMNS})
  SELECT o.record, ${recordOrigin(table)}, 'attemptLost', 'sweep', o.status::text, o.status::text,
         ${table.amount}, o.attempts - 1, NULL, NULL, '{}'
  FROM claimed o WHERE o."lastOutcome" = 'lost'
)
SELECT ${columns}, c.id AS "connectorVersion", coalesce(c."hasMoved", false) AS "hasMoved"
FROM claimed o LEFT JOIN LATERAL ${connectorOfOrder(table.kind, 'o')} c ON true`;
}

const COLUMNS = {
  pay: [...PAY_COLUMNS, 'firstSend', 'expired', 'overdue'].map((name) => `o."${name}"`).join(', '),
  refund: 'o.*',
};

const CLAIM_SQL = {
  pay: claimSql(ORDER_TABLES.pay, COLUMNS.pay),
  refund: claimSql(ORDER_TABLES.refund, COLUMNS.refund),
};

interface RowOf {
  pay: ClaimedPay;
  refund: Claimed<RefundOrderRow>;
}

/** A row that this caller owns until `leaseUntil`, with what the database's clock says of it. */
export type Claimed<Row> = Row & {
  /** this claim is the first under which bytes may leave */
  readonly firstSend: boolean;
  /** its time is over, or it was called off */
  readonly expired: boolean;
  /** it has been open for longer than it ever should */
  readonly overdue: boolean;
  /** the only connector that may be called for the order; null: there is none */
  readonly connectorVersion: number | null;
  /** it has the order, but its template names another one by now */
  readonly hasMoved: boolean;
};

function claimStatement<Kind extends TradeKind>(kind: Kind): BatchedStatement<Claim, RowOf[Kind]> {
  const name = `claim-${kind}`;
  const text = CLAIM_SQL[kind];
  return {
    name,
    keyOf: (claim) => claim.uuid,
    rowKeyOf: (row) => row.uuid,
    run: async (db, claims) =>
      await queryRows<RowOf[Kind]>(db, { name, text, values: CLAIMS.values(claims) }),
  };
}

const CLAIM: { readonly [Kind in TradeKind]: Batched<Claim, RowOf[Kind]> } = {
  pay: batched(claimStatement('pay')),
  refund: batched(claimStatement('refund')),
};

/**
 * Takes ownership of the orders that are still open, at the epoch named, and not owned by anybody. Of
 * two callers only one gets a row, whatever the queue did. Before an order's first POST `sentAt` and `sentTo` are
 * set in the same commit: after a crash they say that bytes may have left, and where to. An expired payment, or one that was called off, that was never
 * sent keeps `sentAt` null, so that nobody sends it any more. Taking over from an owner that never
 * reported back leaves an `attemptLost` record. A single claim shares its commit with others of the
 * same moment.
 *
 * @param claim.leaseMs how long the caller owns the rows
 * @param claim.ownerNo the WorkerProcess that claims; null: only the lease tells that it died
 */
export async function claimOrders<Kind extends TradeKind>(
  db: Database,
  kind: Kind,
  claim: { refs: readonly OrderRef[]; leaseMs: number; ownerNo: number | null },
): Promise<RowOf[Kind][]> {
  const { refs, leaseMs, ownerNo } = claim;
  const claims = refs.map(({ uuid, epoch }) => ({ uuid, epoch, leaseMs, ownerNo }));
  return await CLAIM[kind](db, claims);
}
