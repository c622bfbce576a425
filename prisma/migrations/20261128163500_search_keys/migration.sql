-- By what payments are found besides their numbers. A constant default: no row is rewritten.
ALTER TABLE "PayModeTemplate" ADD COLUMN "searchKeys" TEXT[] DEFAULT ARRAY[]::TEXT[];
ALTER TABLE "PayMode" ADD COLUMN "searchKeys" TEXT[] DEFAULT ARRAY[]::TEXT[];

CREATE TABLE "OrderTag" (
    "value" TEXT NOT NULL,
    "merchantUUID" TEXT NOT NULL,
    "orderId" BIGINT NOT NULL,

    CONSTRAINT "OrderTag_pkey" PRIMARY KEY ("value","merchantUUID","orderId")
);
