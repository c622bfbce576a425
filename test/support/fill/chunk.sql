-- Orders $1 <= n < $2 of $3, of $4 shops, from $5 over $6 seconds, each template $7 up to its share $8, the last
-- $9 payments still open: their rows, the refunds that fall into their time, and the records of both, numbered
-- in the order of time as real ones are.
WITH scope AS (
  SELECT $1::bigint AS first, $2::bigint AS next, $3::bigint AS total, $4::float8 AS shops,
         $5::timestamptz AS start, $6::float8 AS span, $9::bigint AS open, $3::bigint / 100 + 1 AS week
), numbers AS (
  -- With those of the week before, whose refunds may fall into this chunk.
  SELECT n, n + 1 + floor(week * pg_temp.share(n, 1) ^ 2)::bigint AS refund_n, scope.*
  FROM scope, generate_series(greatest(first - week, 0), next - 1) n
), decided AS (
  SELECT *,
    pg_temp.moment(n, total, start, span) AS at,
    pg_temp.shop(floor(shops * pg_temp.share(n, 2) ^ 3)::int, n, total) AS merchant,
    ($7::text[])[width_bucket(pg_temp.share(n, 3), $8::float8[]) + 1] AS template,
    100 + floor(49900 * pg_temp.share(n, 4) ^ 3)::int AS amount,
    pg_temp.share(n, 5) AS fate,
    pg_temp.share(n, 6) < 0.03 AS is_slow,
    pg_temp.share(n, 7) AS slowness,
    pg_temp.share(n, 8) < 0.04 AND refund_n < total AS is_refunded,
    pg_temp.share(n, 9) AS refund_share,
    pg_temp.share(n, 10) AS refund_fate
  FROM numbers WHERE n >= first OR (pg_temp.share(n, 8) < 0.04 AND refund_n >= first AND refund_n < next)
), paid AS MATERIALIZED (
  SELECT d.*, m.uuid AS mode, m.name AS mode_name, m."payChannel" AS channel, m."payWay" AS way,
    m."isOnline" = 1 AS online, m."orderValidTime" AS valid_hours,
    pg_temp.uuid7(at, n, 2) AS uuid, pg_temp.traction('1', at, n) AS traction_no,
    s.status, s.attempts, s.seconds,
    date_trunc('milliseconds', at + make_interval(secs => s.seconds)) AS settled_at,
    is_refunded AND s.status = 'payed' AND NOT (m."isOnline" = 0 AND refund_fate >= 0.95) AS has_refund,
    CASE WHEN refund_share < 0.5 THEN amount ELSE 1 + floor(amount * (refund_share - 0.5))::int END AS refund_amount,
    CASE WHEN m."isOnline" = 0 OR refund_fate < 0.95 THEN 'refunded' ELSE 'refundFailed' END AS refund_end,
    m."isOnline" = 1 AND refund_n >= total - open / 10 AS refund_open
  FROM decided d
  JOIN "PayMode" m ON m."merchantUUID" = d.merchant AND m."payTemplateId" = d.template
  CROSS JOIN LATERAL (SELECT
    CASE WHEN m."isOnline" = 0 THEN 'payed' WHEN n >= total - open THEN 'paying' WHEN fate < 0.95 THEN 'payed'
         WHEN fate < 0.99 THEN 'payFailed' ELSE 'unpay' END AS status,
    CASE WHEN m."isOnline" = 0 OR fate >= 0.99 AND n < total - open THEN 0
         WHEN is_slow OR n >= total - open THEN 2 + floor(4 * slowness)::int ELSE 1 END AS attempts,
    CASE WHEN m."isOnline" = 0 THEN 0 WHEN is_slow THEN 5 + 200 * slowness ELSE 0.05 + slowness END AS seconds
  ) s
), back AS MATERIALIZED (
  SELECT p.*, r.at AS refund_at, pg_temp.uuid7(r.at, n, 3) AS refund_uuid, pg_temp.traction('2', r.at, n) AS refund_no,
    CASE WHEN refund_open THEN 'refunding' ELSE refund_end END AS refund_status,
    date_trunc('milliseconds', r.at + make_interval(secs => CASE WHEN online THEN 0.1 + slowness ELSE 0 END)) AS refund_settled_at
  FROM paid p, LATERAL (SELECT pg_temp.moment(refund_n, total, start, span) AS at) r WHERE has_refund
), orders AS (
  INSERT INTO "PayOrder" (id, uuid, "merchantUUID", "clientPayNo", "tractionNo", "requestHash", "payModeUUID",
    "payModeName", "payTemplateId", "payChannel", "payWay", "connectorKey", "businessRet", payer, payee, "payAmount",
    "payParams", "paySecrets", "clientExtraParams", status, "thirdPayNo", "resultCode", "refundAmount",
    "refundingAmount", "lastRefundAt", "orderStartAt", "orderExpiredAt", "payStartAt", "payFinishAt", "dueAt", epoch,
    attempts, "sentAt", "sentTo", "lastOutcome", "reviewReason", "createdAt", "modifiedAt")
  SELECT n + 1, p.uuid, merchant,
    -- Every second shop counts its sales, the others' tills make up random numbers.
    CASE WHEN right(merchant, 1)::int % 2 = 0 THEN concat(to_char(at, 'YYYYMMDD'), '-', n % 5, '-', lpad(n::text, 9, '0'))
         ELSE md5(n::text) END,
    traction_no, rtrim(translate(encode(sha256(n::text::bytea), 'base64'), '+/', '-_'), '='), mode, mode_name, template,
    channel, way, CASE WHEN online THEN 't-' || template ELSE 'offline' END,
    CASE WHEN online THEN 'syncOnlinePay' ELSE 'offlinePay' END,
    concat('http://members.example/members/', n % 100000), concat('http://shops.example/shops/', merchant), amount,
    CASE WHEN online THEN jsonb_build_object('payBarCode', '***' || lpad((n % 10000)::text, 4, '0')) ELSE '{}' END,
    CASE WHEN status = 'paying' THEN jsonb_build_object('payBarCode', '2812345678901' || lpad((n % 10000)::text, 4, '0')) END,
    jsonb_build_object('orderNo', 'P' || n, 'orderAmount', amount),
    CASE WHEN b.refund_status = 'refunded' AND refund_amount = amount THEN 'refunded'
         WHEN b.refund_status = 'refunded' THEN 'partRefunded' ELSE status END::"PayStatus",
    CASE WHEN online AND status = 'payed' THEN 'T' || traction_no END,
    CASE WHEN status = 'payFailed' THEN 'refused by the customer' WHEN status = 'unpay' THEN 'expired before it was sent'
         WHEN online AND status = 'payed' THEN '' END,
    CASE b.refund_status WHEN 'refunded' THEN refund_amount ELSE 0 END,
    CASE b.refund_status WHEN 'refunding' THEN refund_amount ELSE 0 END,
    CASE b.refund_status WHEN 'refunded' THEN b.refund_settled_at END,
    at, at + make_interval(hours => valid_hours), at, CASE WHEN status <> 'paying' THEN settled_at END,
    CASE WHEN status = 'paying' THEN now() + make_interval(hours => 1 + (n % 20)::int) END, attempts, attempts,
    CASE WHEN attempts > 0 THEN at + interval '5 milliseconds' END,
    CASE WHEN attempts > 0 THEN (SELECT max(id) FROM "ConnectorVersion" WHERE owner = 't-' || template) END, CASE WHEN status = 'paying' THEN 'running' END,
    CASE WHEN status = 'paying' AND n % 5 = 0 THEN 'its answer is lost, and nothing can be asked or repeated' END,
    at, coalesce(b.refund_settled_at, settled_at)
  FROM paid p
  LEFT JOIN LATERAL (SELECT
    CASE WHEN NOT p.has_refund THEN NULL WHEN p.refund_open THEN 'refunding' ELSE p.refund_end END AS refund_status,
    CASE WHEN p.has_refund THEN pg_temp.moment(p.refund_n, total, start, span)
      + make_interval(secs => CASE WHEN online THEN 0.1 + slowness ELSE 0 END) END AS refund_settled_at) b ON true
  WHERE n >= first ORDER BY n
), refunds AS (
  INSERT INTO "RefundOrder" (id, uuid, "merchantUUID", "clientRefundNo", "tractionNo", "requestHash", "payOrderUUID",
    "payTractionNo", "payModeUUID", "payTemplateId", "connectorKey", "businessRet", "refundAmount", "isCancel",
    "clientExtraParams", status, "thirdRefundNo", "resultCode", "refundStartAt", "refundFinishAt", "dueAt", epoch,
    attempts, "sentAt", "sentTo", "lastOutcome", "reviewReason", "createdAt", "modifiedAt")
  SELECT first + row_number() OVER (ORDER BY refund_at, n), refund_uuid, merchant, concat('R', to_char(refund_at, 'YYYYMMDD'), '-', n),
    refund_no, rtrim(translate(encode(sha256(('r' || n)::bytea), 'base64'), '+/', '-_'), '='), uuid, traction_no, mode, template,
    CASE WHEN online THEN 't-' || template ELSE 'offline' END,
    CASE WHEN online THEN 'syncOnlineRefund' ELSE 'offlineRefund' END, refund_amount,
    CASE WHEN refund_amount = amount AND n % 3 = 0 THEN 1 ELSE 0 END, '{}', refund_status::"RefundStatus",
    CASE WHEN online AND refund_status = 'refunded' THEN 'T' || refund_no END,
    CASE WHEN refund_status = 'refundFailed' THEN 'refused by the channel' WHEN online AND refund_status = 'refunded' THEN '' END,
    refund_at, CASE WHEN refund_status <> 'refunding' THEN refund_settled_at END,
    CASE WHEN refund_status = 'refunding' THEN now() + make_interval(hours => 1 + (n % 20)::int) END,
    CASE WHEN online THEN 1 ELSE 0 END, CASE WHEN online THEN 1 ELSE 0 END,
    CASE WHEN online THEN refund_at + interval '5 milliseconds' END,
    CASE WHEN online THEN (SELECT max(id) FROM "ConnectorVersion" WHERE owner = 't-' || template) END,
    CASE WHEN refund_status = 'refunding' THEN 'running' END,
    CASE WHEN refund_status = 'refunding' AND n % 5 = 0 THEN 'its answer is lost, and nothing can be asked or repeated' END,
    refund_at, refund_settled_at
  FROM back WHERE refund_n >= first AND refund_n < next
), events AS (
  SELECT n, at, 0 AS place, uuid, NULL AS refund_uuid, merchant, mode, template, traction_no, 'pay' AS kind,
    CASE WHEN online THEN 'accept' ELSE 'acceptOffline' END AS event, 'api' AS actor, NULL AS before,
    CASE WHEN online THEN 'paying' ELSE 'payed' END AS after, amount, 0 AS attempt, NULL::int AS http, '{}'::jsonb AS detail
  FROM paid WHERE n >= first
  UNION ALL
  SELECT n, at + make_interval(secs => seconds * attempt / (attempts + 1)), attempt, uuid, NULL, merchant, mode, template, traction_no,
    'pay', 'running', 'query', 'paying', 'paying', amount, attempt, 200, '{"step": "query"}'
  FROM paid, generate_series(1, attempts - CASE WHEN status = 'paying' THEN 0 ELSE 1 END) attempt WHERE n >= first
  UNION ALL
  SELECT n, settled_at, 8, uuid, NULL, merchant, mode, template, traction_no, 'pay',
    CASE status WHEN 'payed' THEN 'succeed' WHEN 'payFailed' THEN 'fail' ELSE 'closeUnsent' END,
    CASE WHEN status = 'unpay' THEN 'sweep' WHEN attempts > 1 THEN 'query' ELSE 'connector' END, 'paying', status, amount,
    attempts, CASE WHEN status <> 'unpay' THEN 200 END,
    CASE WHEN status = 'unpay' THEN '{}'::jsonb
         ELSE jsonb_build_object('tradeFinishedAt', to_char(settled_at, 'YYYY-MM-DD HH24:MI:SS')) END
  FROM paid WHERE n >= first AND online AND status <> 'paying'
  UNION ALL
  SELECT n, refund_at, 9, uuid, refund_uuid, merchant, mode, template, refund_no, 'refund',
    CASE WHEN online THEN 'accept' ELSE 'acceptOffline' END, 'api', NULL, CASE WHEN online THEN 'refunding' ELSE 'refunded' END,
    refund_amount, 0, NULL, '{}'
  FROM back WHERE refund_n >= first AND refund_n < next
  UNION ALL
  SELECT n, refund_settled_at, 10, uuid, refund_uuid, merchant, mode, template, refund_no, 'refund',
    CASE refund_status WHEN 'refunded' THEN 'succeed' ELSE 'fail' END, 'connector', 'refunding', refund_status, refund_amount,
    1, 200, jsonb_build_object('tradeFinishedAt', to_char(refund_settled_at, 'YYYY-MM-DD HH24:MI:SS'))
  FROM back WHERE refund_n >= first AND refund_n < next AND online AND refund_status <> 'refunding'
  UNION ALL
  SELECT n, refund_settled_at, 11, uuid, refund_uuid, merchant, mode, template, traction_no, 'pay',
    CASE WHEN refund_amount = amount THEN 'refundAll' ELSE 'refundPart' END,
    CASE WHEN online THEN 'connector' ELSE 'api' END, 'payed',
    CASE WHEN refund_amount = amount THEN 'refunded' ELSE 'partRefunded' END, refund_amount, 0, NULL, '{}'
  FROM back WHERE refund_n >= first AND refund_n < next AND refund_status = 'refunded'
)
INSERT INTO "TradeRecord" (id, uuid, "merchantUUID", "payOrderUUID", "refundOrderUUID", "payModeUUID", "payTemplateId",
  "tractionNo", kind, event, actor, "fromStatus", "toStatus", amount, attempt, "httpStatus", "durationMs", detail, "createdAt")
SELECT $1::bigint * 12 + row_number() OVER (ORDER BY at, n, place), pg_temp.uuid7(at, n * 16 + place, 4), merchant, uuid,
  refund_uuid, mode, template, traction_no, kind, event, actor, before, after, amount, attempt, http,
  CASE WHEN http IS NOT NULL THEN 40 + (n % 200)::int END, detail, at
FROM events ORDER BY at, n, place
