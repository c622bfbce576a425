-- What a connector must know of a merchant, and of a till. Neither table needs a row to be rewritten.
ALTER TABLE "PayMode" ADD COLUMN "connectorParams" JSONB NOT NULL DEFAULT '{}';
ALTER TABLE "PayOrder" ADD COLUMN "connectorParams" JSONB, ADD COLUMN "terminal" JSONB;
ALTER TABLE "PayModeTemplate" ADD COLUMN "dropsPayData" SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE "PayMode" ADD COLUMN "dropsPayData" SMALLINT NOT NULL DEFAULT 0;
