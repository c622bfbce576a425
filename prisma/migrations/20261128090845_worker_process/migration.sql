-- Whose lease it is. Columns without a default: no row is rewritten.
ALTER TABLE "PayOrder" ADD COLUMN "ownerNo" INTEGER;
ALTER TABLE "RefundOrder" ADD COLUMN "ownerNo" INTEGER;

CREATE TABLE "WorkerProcess" (
    "no" SERIAL NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "WorkerProcess_pkey" PRIMARY KEY ("no")
);
