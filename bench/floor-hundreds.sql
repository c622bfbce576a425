-- F100: the same rows as F, a hundred payments in each of the two transactions, one statement each.
-- pgbench -n -M prepared -c 2 -j 1 -T 8 -f bench/floor-hundreds.sql
SELECT ((extract(epoch FROM clock_timestamp()) * 1000000)::bigint * 1000 + :client_id * 100)::text AS no \gset
WITH ids AS (SELECT (:no::bigint + g)::text AS no FROM generate_series(1, 100) g
), o AS (
  INSERT INTO "PayOrder" (uuid, "merchantUUID", "clientPayNo", "tractionNo", "requestHash", "payModeUUID", "payModeName",
  "payTemplateId", "payChannel", "payWay", "connectorKey", "businessRet", payer, payee, "payAmount",
  "payParams", "paySecrets", "clientExtraParams", status, "orderStartAt", "orderExpiredAt", "payStartAt", "dueAt")
  SELECT lpad(no, 22, '0'), 'M17x3f', 'C' || no, '1' || no, repeat('5f0e', 16),
  lpad('7', 22, 'p'), 'wechat', '017AFC80-95FA-11E8-B0EC-5384BC9767FE', 'wechat', 'barcode', 'T-bench',
  'syncOnlinePay', 'A', 'http://shops.example/shops/M17x3f', 500, '{"payBarCode": "28**************90"}',
  '{"payBarCode": "281234567890123456"}', '{"orderNo": "P1", "orderAmount": 210}', 'paying', now(),
  now() + interval '1 day', now(), now() + interval '1 second' FROM ids RETURNING uuid, "tractionNo"
)
INSERT INTO "TradeRecord" (uuid, "merchantUUID", "payOrderUUID", "payModeUUID", "payTemplateId", "tractionNo", kind, event,
  actor, "fromStatus", "toStatus", amount, attempt, "httpStatus", "durationMs", detail)
SELECT lpad('a' || substr(o."tractionNo", 2), 22, '0'), 'M17x3f', o.uuid, lpad('7', 22, 'p'),
  '017AFC80-95FA-11E8-B0EC-5384BC9767FE', '1' || substr(o."tractionNo", 2), 'pay', 'accept', 'api', NULL, 'paying', 500, 0, NULL, NULL, '{}' FROM o;
WITH ids AS (SELECT (:no::bigint + g)::text AS no FROM generate_series(1, 100) g
), o AS (
  UPDATE "PayOrder" p SET status = 'payed', "thirdPayNo" = 'T17500000000001', "resultCode" = '', "payFinishAt" = now(),
  "modifiedAt" = now(), "dueAt" = NULL, "paySecrets" = NULL, attempts = attempts + 1
  FROM ids WHERE p.uuid = lpad(ids.no, 22, '0') AND p.status = 'paying' RETURNING p.uuid, p."tractionNo"
)
INSERT INTO "TradeRecord" (uuid, "merchantUUID", "payOrderUUID", "payModeUUID", "payTemplateId", "tractionNo", kind, event,
  actor, "fromStatus", "toStatus", amount, attempt, "httpStatus", "durationMs", detail)
SELECT lpad('b' || substr(o."tractionNo", 2), 22, '0'), 'M17x3f', o.uuid, lpad('7', 22, 'p'),
  '017AFC80-95FA-11E8-B0EC-5384BC9767FE', '1' || substr(o."tractionNo", 2), 'pay', 'succeed', 'connector', 'paying', 'payed', 500, 1, 200, 3, '{"tradeFinishedAt": "2026-01-01 12:00:00"}' FROM o;
