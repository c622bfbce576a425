-- CreateEnum
CREATE TYPE "ExceptionStatus" AS ENUM ('open', 'reversing', 'resolved');

-- AlterTable
ALTER TABLE "RefundOrder" ADD COLUMN     "isReversal" SMALLINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "TradeException" (
    "id" SERIAL NOT NULL,
    "uuid" TEXT NOT NULL,
    "merchantUUID" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "payOrderUUID" TEXT NOT NULL,
    "refundOrderUUID" TEXT,
    "payModeUUID" TEXT NOT NULL,
    "payTemplateId" TEXT,
    "tractionNo" TEXT NOT NULL,
    "amount" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "orderStatus" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "detail" JSONB NOT NULL,
    "policy" TEXT NOT NULL,
    "status" "ExceptionStatus" NOT NULL DEFAULT 'open',
    "reversalUUID" TEXT,
    "resolution" TEXT,
    "resolvedBy" TEXT,
    "resolvedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "TradeException_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "NoticeSeen" (
    "webhookId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "NoticeSeen_pkey" PRIMARY KEY ("webhookId")
);

-- CreateIndex
CREATE UNIQUE INDEX "TradeException_uuid_key" ON "TradeException"("uuid");

-- CreateIndex
CREATE INDEX "TradeException_status_id_idx" ON "TradeException"("status", "id");

-- CreateIndex
CREATE INDEX "TradeException_reversalUUID_idx" ON "TradeException"("reversalUUID");

-- CreateIndex
CREATE UNIQUE INDEX "TradeException_tractionNo_reason_key" ON "TradeException"("tractionNo", "reason");

-- CreateIndex
CREATE INDEX "NoticeSeen_createdAt_idx" ON "NoticeSeen"("createdAt");

-- From here on: what schema.prisma cannot say.
ALTER TABLE "RefundOrder" ADD CONSTRAINT "RefundOrder_isReversal_check" CHECK ("isReversal" IN (0, 1));
ALTER TABLE "TradeException" ADD CONSTRAINT "TradeException_amount_check" CHECK ("amount" >= 1);
