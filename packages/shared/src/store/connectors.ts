import type { OrderConnector } from '../domain/connector-config.ts';
import type { TradeKind } from '../domain/ids.ts';
import { channelIn, readDatabaseUrl } from '../runtime/database-url.ts';
import type { Logger } from '../runtime/logger.ts';
import { type BatchedStatement, batched } from './batched.ts';
import { type ConnectorVersion, findConnectorVersions } from './connector-versions.ts';
import type { Database } from './database.ts';
import { listenForSignals, type Signal, type SignalListener } from './signals.ts';
import { ofUnseenLength, queryRows } from './sql.ts';

/** A column that the two tables of orders call alike: whose versions an order's connector is one of. */
const ownerOf = (order: string) =>
  `coalesce('t-' || ${order}."payTemplateId", 'm-' || ${order}."payModeUUID")`;

/** Its present version, as a number. */
const currentOf = (order: string) =>
  `(SELECT v.id FROM "ConnectorVersion" v WHERE v.owner = ${ownerOf(order)} ORDER BY v.id DESC LIMIT 1)`;

/**
 * What an order was sent to; null when it was not. One from before there were versions was sent to the one of that
 * time, or to the oldest.
 */
const sentToOf = (
  order: string,
) => `coalesce(${order}."sentTo", CASE WHEN ${order}."sentAt" IS NOT NULL THEN (
    SELECT v.id FROM "ConnectorVersion" v WHERE v.owner = ${ownerOf(order)}
    ORDER BY v."createdAt" <= ${order}."sentAt" DESC,
      CASE WHEN v."createdAt" <= ${order}."sentAt" THEN v.id ELSE -v.id END DESC LIMIT 1) END)`;

const IDENTITY: Readonly<Record<TradeKind, string>> = { pay: 'identity', refund: 'refundIdentity' };

/**
 * The connector that has the order `order` of a statement, as a table with `id` and `hasMoved`, to be joined LATERAL
 * ON true. Nothing else ever gets the order. As long as the template names the same one, by its present version:
 * addresses and secrets change. Once it names another one: by the version that the order was sent to.
 */
export function connectorOfOrder(kind: TradeKind, order: string): string {
  const hasMoved = `sent.id IS NOT NULL AND sent."${IDENTITY[kind]}" IS DISTINCT FROM current."${IDENTITY[kind]}"`;
  return `(
    SELECT CASE WHEN ${hasMoved} THEN sent.id ELSE current.id END AS id, ${hasMoved} AS "hasMoved"
    FROM "ConnectorVersion" current LEFT JOIN "ConnectorVersion" sent ON sent.id = ${sentToOf(order)}
    WHERE current.id = ${currentOf(order)})`;
}

/** Where the order `o` is sent first, as a number: a payment to the present connector, a refund to the one that took the money. */
export const FIRST_SENT_TO: Readonly<Record<TradeKind, string>> = {
  pay: currentOf('o'),
  refund: `(SELECT c.id FROM "PayOrder" p CROSS JOIN LATERAL ${connectorOfOrder('pay', 'p')} c
      WHERE p.uuid = o."payOrderUUID")`,
};

const TABLES: Readonly<Record<TradeKind, string>> = { pay: '"PayOrder"', refund: '"RefundOrder"' };

interface Found {
  readonly uuid: string;
  readonly id: number;
  readonly hasMoved: boolean;
}

function findStatement(kind: TradeKind): BatchedStatement<string, Found> {
  const name = `find-connectors-of-${kind}`;
  const text = `SELECT o.uuid, c.id, c."hasMoved" FROM ${TABLES[kind]} o
          CROSS JOIN LATERAL ${connectorOfOrder(kind, 'o')} c
          WHERE o.uuid = ANY(${ofUnseenLength('$1::text[]')}::text[])`;
  return {
    name,
    keyOf: (uuid) => uuid,
    rowKeyOf: (row) => row.uuid,
    areReads: true,
    run: async (db, uuids) => await queryRows<Found>(db, { name, text, values: [[...uuids]] }),
  };
}

const FIND = { pay: batched(findStatement('pay')), refund: batched(findStatement('refund')) };

/**
 * The connector of each of these orders, by the rule of {@link connectorOfOrder}, keyed by the order's uuid. Single
 * questions of the same moment become one.
 */
export async function findConnectorsOf(
  db: Database,
  kind: TradeKind,
  uuids: readonly string[],
): Promise<Map<string, OrderConnector>> {
  const rows = await FIND[kind](db, uuids);
  if (rows.length === 0) return new Map();
  const versions = await findConnectorVersions(
    db,
    rows.map(({ id }) => id),
  );
  return new Map(rows.flatMap((row) => withVersion(row, versions.get(row.id))));
}

function withVersion(
  { uuid, hasMoved }: Found,
  version: ConnectorVersion | undefined,
): Array<readonly [string, OrderConnector]> {
  return version === undefined ? [] : [[uuid, { ...version, hasMoved }]];
}

/** Whom online orders can be sent to: a template's connector, or one that shops opened by its URL alone. */
interface ConnectorSource {
  readonly payTemplateId: string | null;
  readonly payUrl: string | null;
  readonly maxConcurrency: number;
}

/**
 * Every template and connector URL that online orders can have: what the worker derives its queues
 * from, read again every few seconds so that a new template needs no restart.
 */
export async function findConnectorSources(db: Database): Promise<ConnectorSource[]> {
  return await queryRows<ConnectorSource>(db, {
    name: 'find-connector-sources',
    text: `
SELECT "payTemplateId", "payUrl", "maxConcurrency" FROM "PayModeTemplate" WHERE "isOnline" = 1
UNION ALL
SELECT NULL, "payUrl", min("maxConcurrency") FROM "PayMode"
WHERE "payTemplateId" IS NULL AND "isOnline" = 1 AND "payUrl" IS NOT NULL GROUP BY "payUrl"`,
    values: [],
  });
}

const CHANNEL = 'payserver_connectors';

/**
 * Tells every worker that there is a new connector, or another one. Never throws: a worker that does not
 * hear it finds the connector when it looks for itself.
 */
export async function announceConnectors(db: Database): Promise<void> {
  const channel = channelIn(db.schema, CHANNEL);
  await db.pool.query(`SELECT pg_notify('${channel}', '')`).catch(() => undefined);
}

/**
 * Calls `onChange` when connectors are announced, and whenever an announcement may have been missed; hears another
 * signal on the same connection.
 */
export function listenForConnectors(options: {
  url: string;
  log: Logger;
  onChange: () => void;
  also: Signal;
}): SignalListener {
  const channel = channelIn(readDatabaseUrl(options.url).schema, CHANNEL);
  return listenForSignals({
    ...options,
    signals: [{ channel, onSignal: options.onChange }, options.also],
    onListening: options.onChange,
  });
}
