-- An operator looks for a shop's number without knowing the shop. With the number in front, the index that
-- keeps numbers unique answers that too, and no write costs more than before: with 600,000 payments of 200
-- merchants the search read 4 pages instead of 667 (PostgreSQL 18, whose skip scan helps the old order; 15
-- has none and read the whole index). Whoever names merchant and number finds them by either order.

-- CreateIndex
CREATE UNIQUE INDEX "PayOrder_clientPayNo_merchantUUID_key" ON "PayOrder"("clientPayNo", "merchantUUID");

-- CreateIndex
CREATE UNIQUE INDEX "RefundOrder_clientRefundNo_merchantUUID_key" ON "RefundOrder"("clientRefundNo", "merchantUUID");

-- DropIndex
DROP INDEX "PayOrder_merchantUUID_clientPayNo_key";

-- DropIndex
DROP INDEX "RefundOrder_merchantUUID_clientRefundNo_key";

-- From here on: what schema.prisma cannot say. There the indexes on "dueAt" are whole.

-- Only open orders have a "dueAt": the index stays as small as they are few, and an order that becomes final
-- leaves no entry for its NULL. Not by status on purpose: every guarded UPDATE names the status, so a plan
-- made while the table was small could scan all open orders for each of them. None of them names "dueAt", so
-- none can use this index: with 600,000 payments, with statistics and without any, claims found their row by
-- uuid (4 pages), and the sweep found the due ones here, because "dueAt" <= now() implies IS NOT NULL.
DROP INDEX "PayOrder_dueAt_idx";
CREATE INDEX "PayOrder_dueAt_idx" ON "PayOrder"("dueAt") WHERE "dueAt" IS NOT NULL;
DROP INDEX "RefundOrder_dueAt_idx";
CREATE INDEX "RefundOrder_dueAt_idx" ON "RefundOrder"("dueAt") WHERE "dueAt" IS NOT NULL;
