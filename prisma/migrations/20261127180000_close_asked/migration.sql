-- When a payment was called off; null for all that were not. A column without a default: no row is rewritten.
ALTER TABLE "PayOrder" ADD COLUMN "closeAskedAt" TIMESTAMPTZ(3);

-- What a cancellation that is on its way does to the order. Neither needs a row to be rewritten.
ALTER TABLE "PayOrder" ADD COLUMN "cancelCall" TEXT, ADD COLUMN "successHeld" BOOLEAN NOT NULL DEFAULT false;
