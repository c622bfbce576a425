-- When a payment was called off; null for all that were not. A column without a default: no row is rewritten.
ALTER TABLE "PayOrder" ADD COLUMN "closeAskedAt" TIMESTAMPTZ(3);
