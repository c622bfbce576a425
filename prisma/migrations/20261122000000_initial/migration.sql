-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "TemplateStatus" AS ENUM ('enabled', 'disabled');

-- CreateEnum
CREATE TYPE "PayStatus" AS ENUM ('unpay', 'paying', 'payed', 'payFailed', 'partRefunded', 'refunded');

-- CreateEnum
CREATE TYPE "RefundStatus" AS ENUM ('unRefunded', 'refunding', 'refunded', 'refundFailed');

-- CreateEnum
CREATE TYPE "LateSuccessPolicy" AS ENUM ('reverse', 'accept', 'review');

-- CreateTable
CREATE TABLE "PayModeTemplate" (
    "id" SERIAL NOT NULL,
    "uuid" TEXT NOT NULL,
    "payTemplateId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "checkEnvUrl" TEXT,
    "payUrl" TEXT,
    "refundUrl" TEXT,
    "queryUrl" TEXT,
    "cancelUrl" TEXT,
    "iconHref" TEXT,
    "orderValidTime" INTEGER NOT NULL DEFAULT 24,
    "isOnline" SMALLINT NOT NULL DEFAULT 0,
    "isSignAccount" SMALLINT NOT NULL DEFAULT 0,
    "isAsyncNotify" SMALLINT NOT NULL DEFAULT 0,
    "isThridPay" SMALLINT NOT NULL DEFAULT 0,
    "payChannel" TEXT,
    "payWay" TEXT,
    "status" "TemplateStatus" NOT NULL DEFAULT 'enabled',
    "isIdempotent" SMALLINT NOT NULL DEFAULT 1,
    "timeoutMs" INTEGER NOT NULL DEFAULT 10000,
    "maxConcurrency" INTEGER NOT NULL DEFAULT 50,
    "notifySecret" TEXT,
    "lateSuccessPolicy" "LateSuccessPolicy" NOT NULL DEFAULT 'reverse',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "modifiedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PayModeTemplate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PayMode" (
    "id" SERIAL NOT NULL,
    "uuid" TEXT NOT NULL,
    "merchantUUID" TEXT NOT NULL,
    "merchantHref" TEXT NOT NULL,
    "payTemplateId" TEXT,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "checkEnvUrl" TEXT,
    "payUrl" TEXT,
    "refundUrl" TEXT,
    "queryUrl" TEXT,
    "cancelUrl" TEXT,
    "iconHref" TEXT,
    "orderValidTime" INTEGER NOT NULL DEFAULT 24,
    "isOnline" SMALLINT NOT NULL DEFAULT 0,
    "isSignAccount" SMALLINT NOT NULL DEFAULT 0,
    "isAsyncNotify" SMALLINT NOT NULL DEFAULT 0,
    "isThridPay" SMALLINT NOT NULL DEFAULT 0,
    "payChannel" TEXT,
    "payWay" TEXT,
    "isIdempotent" SMALLINT NOT NULL DEFAULT 1,
    "timeoutMs" INTEGER NOT NULL DEFAULT 10000,
    "maxConcurrency" INTEGER NOT NULL DEFAULT 50,
    "notifySecret" TEXT,
    "lateSuccessPolicy" "LateSuccessPolicy" NOT NULL DEFAULT 'reverse',
    "isFastPay" SMALLINT NOT NULL DEFAULT 0,
    "isOpened" SMALLINT NOT NULL DEFAULT 0,
    "uiOrder" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "modifiedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PayMode_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PayOrder" (
    "id" BIGSERIAL NOT NULL,
    "uuid" TEXT NOT NULL,
    "merchantUUID" TEXT NOT NULL,
    "clientPayNo" TEXT NOT NULL,
    "tractionNo" TEXT NOT NULL,
    "requestHash" TEXT NOT NULL,
    "payModeUUID" TEXT NOT NULL,
    "payModeName" TEXT NOT NULL,
    "payTemplateId" TEXT,
    "payChannel" TEXT,
    "payWay" TEXT,
    "connectorKey" TEXT NOT NULL,
    "businessRet" TEXT NOT NULL,
    "payer" TEXT NOT NULL,
    "payee" TEXT NOT NULL,
    "payAmount" INTEGER NOT NULL,
    "payParams" JSONB NOT NULL,
    "clientExtraParams" JSONB NOT NULL,
    "status" "PayStatus" NOT NULL,
    "thirdPayNo" TEXT,
    "resultCode" TEXT,
    "refundAmount" INTEGER NOT NULL DEFAULT 0,
    "refundingAmount" INTEGER NOT NULL DEFAULT 0,
    "lastRefundAt" TIMESTAMPTZ(3),
    "orderStartAt" TIMESTAMPTZ(3) NOT NULL,
    "orderExpiredAt" TIMESTAMPTZ(3) NOT NULL,
    "payStartAt" TIMESTAMPTZ(3) NOT NULL,
    "payFinishAt" TIMESTAMPTZ(3),
    "dueAt" TIMESTAMPTZ(3),
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "leaseUntil" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "sentAt" TIMESTAMPTZ(3),
    "lastOutcome" TEXT,
    "reviewReason" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "modifiedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PayOrder_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RefundOrder" (
    "id" BIGSERIAL NOT NULL,
    "uuid" TEXT NOT NULL,
    "merchantUUID" TEXT NOT NULL,
    "clientRefundNo" TEXT NOT NULL,
    "tractionNo" TEXT NOT NULL,
    "requestHash" TEXT NOT NULL,
    "payOrderUUID" TEXT NOT NULL,
    "payTractionNo" TEXT NOT NULL,
    "payModeUUID" TEXT NOT NULL,
    "payTemplateId" TEXT,
    "connectorKey" TEXT NOT NULL,
    "businessRet" TEXT NOT NULL,
    "refundAmount" INTEGER NOT NULL,
    "isCancel" SMALLINT NOT NULL DEFAULT 0,
    "clientExtraParams" JSONB NOT NULL,
    "status" "RefundStatus" NOT NULL,
    "thirdRefundNo" TEXT,
    "resultCode" TEXT,
    "refundStartAt" TIMESTAMPTZ(3) NOT NULL,
    "refundFinishAt" TIMESTAMPTZ(3),
    "dueAt" TIMESTAMPTZ(3),
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "leaseUntil" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "sentAt" TIMESTAMPTZ(3),
    "lastOutcome" TEXT,
    "reviewReason" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "modifiedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RefundOrder_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TradeRecord" (
    "id" BIGSERIAL NOT NULL,
    "uuid" TEXT NOT NULL,
    "merchantUUID" TEXT NOT NULL,
    "payOrderUUID" TEXT NOT NULL,
    "refundOrderUUID" TEXT,
    "payModeUUID" TEXT NOT NULL,
    "payTemplateId" TEXT,
    "tractionNo" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "fromStatus" TEXT,
    "toStatus" TEXT NOT NULL,
    "amount" INTEGER NOT NULL,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "httpStatus" INTEGER,
    "durationMs" INTEGER,
    "detail" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "TradeRecord_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "PayModeTemplate_uuid_key" ON "PayModeTemplate"("uuid");

-- CreateIndex
CREATE UNIQUE INDEX "PayModeTemplate_payTemplateId_key" ON "PayModeTemplate"("payTemplateId");

-- CreateIndex
CREATE UNIQUE INDEX "PayMode_uuid_key" ON "PayMode"("uuid");

-- CreateIndex
CREATE INDEX "PayMode_merchantUUID_uiOrder_id_idx" ON "PayMode"("merchantUUID", "uiOrder", "id");

-- CreateIndex
CREATE INDEX "PayMode_payTemplateId_id_idx" ON "PayMode"("payTemplateId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "PayMode_merchantUUID_payTemplateId_key" ON "PayMode"("merchantUUID", "payTemplateId");

-- CreateIndex
CREATE UNIQUE INDEX "PayOrder_uuid_key" ON "PayOrder"("uuid");

-- CreateIndex
CREATE UNIQUE INDEX "PayOrder_tractionNo_key" ON "PayOrder"("tractionNo");

-- CreateIndex
CREATE INDEX "PayOrder_merchantUUID_id_idx" ON "PayOrder"("merchantUUID", "id");

-- CreateIndex
CREATE INDEX "PayOrder_payModeUUID_id_idx" ON "PayOrder"("payModeUUID", "id");

-- CreateIndex
CREATE INDEX "PayOrder_dueAt_idx" ON "PayOrder"("dueAt");

-- CreateIndex
CREATE UNIQUE INDEX "PayOrder_merchantUUID_clientPayNo_key" ON "PayOrder"("merchantUUID", "clientPayNo");

-- CreateIndex
CREATE UNIQUE INDEX "RefundOrder_uuid_key" ON "RefundOrder"("uuid");

-- CreateIndex
CREATE UNIQUE INDEX "RefundOrder_tractionNo_key" ON "RefundOrder"("tractionNo");

-- CreateIndex
CREATE INDEX "RefundOrder_merchantUUID_id_idx" ON "RefundOrder"("merchantUUID", "id");

-- CreateIndex
CREATE INDEX "RefundOrder_payOrderUUID_id_idx" ON "RefundOrder"("payOrderUUID", "id");

-- CreateIndex
CREATE INDEX "RefundOrder_payModeUUID_id_idx" ON "RefundOrder"("payModeUUID", "id");

-- CreateIndex
CREATE INDEX "RefundOrder_dueAt_idx" ON "RefundOrder"("dueAt");

-- CreateIndex
CREATE UNIQUE INDEX "RefundOrder_merchantUUID_clientRefundNo_key" ON "RefundOrder"("merchantUUID", "clientRefundNo");

-- CreateIndex
CREATE UNIQUE INDEX "TradeRecord_uuid_key" ON "TradeRecord"("uuid");

-- CreateIndex
CREATE INDEX "TradeRecord_payOrderUUID_id_idx" ON "TradeRecord"("payOrderUUID", "id");

-- CreateIndex
CREATE INDEX "TradeRecord_merchantUUID_id_idx" ON "TradeRecord"("merchantUUID", "id");

-- CreateIndex
CREATE INDEX "TradeRecord_payModeUUID_id_idx" ON "TradeRecord"("payModeUUID", "id");

-- AddForeignKey
ALTER TABLE "PayMode" ADD CONSTRAINT "PayMode_payTemplateId_fkey" FOREIGN KEY ("payTemplateId") REFERENCES "PayModeTemplate"("payTemplateId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- From here on: what schema.prisma cannot say. Prisma neither writes nor drops any of it.

-- Money is whole fen and never nothing: an order of 0 fen would be "paid" by a connector that did nothing.
ALTER TABLE "PayOrder" ADD CONSTRAINT "PayOrder_payAmount_check" CHECK ("payAmount" >= 1);
ALTER TABLE "RefundOrder" ADD CONSTRAINT "RefundOrder_refundAmount_check" CHECK ("refundAmount" >= 1);

-- The net under the conditional update that reserves a refund: however two refunds race, no more goes
-- back than came in. The sum is taken as bigint, so that it cannot overflow before it is compared.
ALTER TABLE "PayOrder" ADD CONSTRAINT "PayOrder_refunds_check" CHECK (
    "refundAmount" >= 0 AND "refundingAmount" >= 0
    AND "refundAmount"::bigint + "refundingAmount" <= "payAmount"
);

-- An order that is not final and that nobody will look at again is lost money: the sweep finds orders
-- by "dueAt" alone.
ALTER TABLE "PayOrder" ADD CONSTRAINT "PayOrder_dueAt_check"
    CHECK ("status" <> 'paying' OR "dueAt" IS NOT NULL);
ALTER TABLE "RefundOrder" ADD CONSTRAINT "RefundOrder_dueAt_check"
    CHECK ("status" <> 'refunding' OR "dueAt" IS NOT NULL);

-- The API document writes these flags as 0 and 1, so they are numbers; a 2 would be neither yes nor no.
ALTER TABLE "PayModeTemplate" ADD CONSTRAINT "PayModeTemplate_flags_check" CHECK (
    "isOnline" IN (0, 1) AND "isSignAccount" IN (0, 1) AND "isAsyncNotify" IN (0, 1)
    AND "isThridPay" IN (0, 1) AND "isIdempotent" IN (0, 1)
);
ALTER TABLE "PayMode" ADD CONSTRAINT "PayMode_flags_check" CHECK (
    "isOnline" IN (0, 1) AND "isSignAccount" IN (0, 1) AND "isAsyncNotify" IN (0, 1)
    AND "isThridPay" IN (0, 1) AND "isIdempotent" IN (0, 1)
    AND "isFastPay" IN (0, 1) AND "isOpened" IN (0, 1)
);
ALTER TABLE "RefundOrder" ADD CONSTRAINT "RefundOrder_flags_check" CHECK ("isCancel" IN (0, 1));

-- History is evidence: replaying it must give the row, so nobody may rewrite it, not even by mistake.
-- TRUNCATE stays allowed, because tests empty whole tables with it.
CREATE FUNCTION "refuseChangeOfTradeRecord"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'TradeRecord is append-only: % refused', TG_OP
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER "TradeRecord_appendOnly" BEFORE UPDATE OR DELETE ON "TradeRecord"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuseChangeOfTradeRecord"();

-- Every order is updated two or three times within seconds of its insert (claim, settle, refund). Room
-- left on its page keeps the new version beside the old one and the table from growing by whole copies.
ALTER TABLE "PayOrder" SET (fillfactor = 85);
ALTER TABLE "RefundOrder" SET (fillfactor = 85);

-- Every process that makes tractionNos takes a number from here at start, so that two processes in the
-- same millisecond cannot make the same one. Four digits, then it starts over: 10,000 starts later the
-- first owner of a number is long gone, and the unique index on "tractionNo" is the net.
CREATE SEQUENCE "processNo" AS integer MINVALUE 0 MAXVALUE 9999 START 0 CYCLE;
