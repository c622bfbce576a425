-- What a connector wants the till to show. Columns without a default: no row is rewritten.
ALTER TABLE "PayOrder" ADD COLUMN "payData" JSONB;
