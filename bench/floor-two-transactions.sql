-- F: a payment as two one-row transactions, on our tables with their indexes. Ids grow with time, as ours.
-- pgbench -n -M prepared -c 16 -j 1 -T 8 -f bench/floor-two-transactions.sql
SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint::text || lpad(:client_id::text, 2, '0') AS no \gset
BEGIN;
INSERT INTO "PayOrder" (uuid, "merchantUUID", "clientPayNo", "tractionNo", "requestHash", "payModeUUID", "payModeName",
  "payTemplateId", "payChannel", "payWay", "connectorKey", "businessRet", payer, payee, "payAmount",
  "payParams", "paySecrets", "clientExtraParams", status, "orderStartAt", "orderExpiredAt", "payStartAt", "dueAt")
VALUES (lpad(:no::text, 22, '0'), 'M17x3f', 'C' || :no::text, '1' || :no::text, repeat('5f0e', 16),
  lpad('7', 22, 'p'), 'wechat', '017AFC80-95FA-11E8-B0EC-5384BC9767FE', 'wechat', 'barcode', 'T-bench',
  'syncOnlinePay', 'A', 'http://shops.example/shops/M17x3f', 500, '{"payBarCode": "28**************90"}',
  '{"payBarCode": "281234567890123456"}', '{"orderNo": "P1", "orderAmount": 210}', 'paying', now(),
  now() + interval '1 day', now(), now() + interval '1 second');
INSERT INTO "TradeRecord" (uuid, "merchantUUID", "payOrderUUID", "payModeUUID", "payTemplateId", "tractionNo", kind, event,
  actor, "fromStatus", "toStatus", amount, attempt, "httpStatus", "durationMs", detail)
VALUES (lpad('a' || :no::text, 22, '0'), 'M17x3f', lpad(:no::text, 22, '0'), lpad('7', 22, 'p'),
  '017AFC80-95FA-11E8-B0EC-5384BC9767FE', '1' || :no::text, 'pay', 'accept', 'api', NULL, 'paying', 500, 0, NULL, NULL, '{}');
COMMIT;
BEGIN;
UPDATE "PayOrder" SET status = 'payed', "thirdPayNo" = 'T17500000000001', "resultCode" = '', "payFinishAt" = now(),
  "modifiedAt" = now(), "dueAt" = NULL, "paySecrets" = NULL, attempts = attempts + 1
WHERE uuid = lpad(:no::text, 22, '0') AND status = 'paying';
INSERT INTO "TradeRecord" (uuid, "merchantUUID", "payOrderUUID", "payModeUUID", "payTemplateId", "tractionNo", kind, event,
  actor, "fromStatus", "toStatus", amount, attempt, "httpStatus", "durationMs", detail)
VALUES (lpad('b' || :no::text, 22, '0'), 'M17x3f', lpad(:no::text, 22, '0'), lpad('7', 22, 'p'),
  '017AFC80-95FA-11E8-B0EC-5384BC9767FE', '1' || :no::text, 'pay', 'succeed', 'connector', 'paying', 'payed', 500, 1, 200, 3, '{"tradeFinishedAt": "2026-01-01 12:00:00"}');
COMMIT;
