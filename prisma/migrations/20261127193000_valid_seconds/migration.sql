-- How long a payment may be carried out, where hours are too coarse; 0: the hours count. A constant default: no row is
-- rewritten.
ALTER TABLE "PayModeTemplate" ADD COLUMN "orderValidSeconds" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "PayMode" ADD COLUMN "orderValidSeconds" INTEGER NOT NULL DEFAULT 0;
