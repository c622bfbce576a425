-- $1 number of shops, $2 when they opened. Each opens every template; the first ones have most of the trade.
INSERT INTO "PayMode" (uuid, "merchantUUID", "merchantHref", "payTemplateId", name, description, "orderValidTime",
  "isOnline", "isSignAccount", "isAsyncNotify", "isThridPay", "payChannel", "payWay", "isOpened", "uiOrder",
  "createdAt", "modifiedAt")
SELECT pg_temp.uuid7($2::timestamptz, shop * 1000 + t.place, 1), concat('shop', lpad(shop::text, 4, '0')),
  concat('http://shops.example/shops/shop', lpad(shop::text, 4, '0')), t."payTemplateId", t.name, t.description,
  t."orderValidTime", t."isOnline", t."isSignAccount", t."isAsyncNotify", t."isThridPay", t."payChannel", t."payWay",
  1, t.place, $2, $2
FROM generate_series(0, $1::bigint - 1) shop,
  (SELECT *, row_number() OVER (ORDER BY id) AS place FROM "PayModeTemplate") t
ON CONFLICT DO NOTHING
