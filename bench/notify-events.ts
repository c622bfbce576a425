import type { openPlainClient } from '../test/support/sql.ts';

type Client = Awaited<ReturnType<typeof openPlainClient>>;

/** Records of one transaction: so many settlements share one in a busy gateway. */
export const GROUP = 50;

const EVENTS_SQL = `
WITH payment AS (
  INSERT INTO "PayOrder" (uuid, "merchantUUID", "clientPayNo", "tractionNo", "requestHash", "payModeUUID", "payModeName",
    "payTemplateId", "connectorKey", "businessRet", payer, payee, "payAmount", "payParams", "clientExtraParams", status,
    "thirdPayNo", "resultCode", "orderStartAt", "orderExpiredAt", "payStartAt", "payFinishAt", epoch, attempts, "sentAt")
  SELECT concat('notifyBenchPayment', n), concat('M', n % $3::bigint), concat('c', n), concat('9', lpad(n::text, 19, '0')), 'hash', 'notifyBenchMode',
    'any', 'T-bench', 't-T-bench', 'syncOnlinePay', 'A', 'B', 500, '{}', jsonb_build_object('orderNo', concat('P', n)), 'payed',
    concat('T', n), '', now(), now() + interval '1 hour', now(), now(), 1, 1, now()
  FROM generate_series($1::bigint, $1::bigint + $2::bigint - 1) n
  RETURNING uuid, "merchantUUID", "payModeUUID", "payTemplateId", "tractionNo", "payAmount"
)
INSERT INTO "TradeRecord" (uuid, "merchantUUID", "payOrderUUID", "payModeUUID", "payTemplateId", "tractionNo", kind, event,
  actor, "fromStatus", "toStatus", amount, attempt, "httpStatus", "durationMs", detail)
SELECT concat('record', uuid), "merchantUUID", uuid, "payModeUUID", "payTemplateId", "tractionNo", 'pay', 'succeed',
  'connector', 'paying', 'payed', "payAmount", 1, 200, 40, '{}'
FROM payment`;

/** Which payments: `count` of them from number `first` on, of the merchants M0, M1 and so on in turn. */
export interface NewEvents {
  readonly first: number;
  readonly count: number;
  readonly merchants: number;
}

/** Writes payments that have succeeded, each with the record that is its event, in one transaction. */
export async function writeEvents(
  client: Client,
  { first, count, merchants }: NewEvents,
): Promise<void> {
  const values = [first, count, merchants];
  await client.query({ name: 'notify-events', text: EVENTS_SQL, values });
}
