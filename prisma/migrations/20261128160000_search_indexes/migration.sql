-- An operator searches by any number, or by how it begins. Like the migrations before it this one runs in a
-- transaction: orders cannot be written while it builds indexes, some seconds for each million payments.

-- Numbers of third parties: an entry only for orders that have one.
CREATE INDEX "PayOrder_thirdPayNo_merchantUUID_idx" ON "PayOrder"("thirdPayNo" text_pattern_ops, "merchantUUID") WHERE "thirdPayNo" IS NOT NULL;
CREATE INDEX "RefundOrder_thirdRefundNo_merchantUUID_idx" ON "RefundOrder"("thirdRefundNo" text_pattern_ops, "merchantUUID") WHERE "thirdRefundNo" IS NOT NULL;

-- From here on: what schema.prisma cannot say.

-- The index that keeps a shop's numbers unique compares byte by byte (text_pattern_ops), whatever the collation of the
-- database is, so that it finds all numbers that begin so. What is equal is the same for both, and ON CONFLICT and every
-- `=` use it as before; no write costs more.
DROP INDEX "PayOrder_clientPayNo_merchantUUID_key";
CREATE UNIQUE INDEX "PayOrder_clientPayNo_merchantUUID_key" ON "PayOrder"("clientPayNo" text_pattern_ops, "merchantUUID");
DROP INDEX "RefundOrder_clientRefundNo_merchantUUID_key";
CREATE UNIQUE INDEX "RefundOrder_clientRefundNo_merchantUUID_key" ON "RefundOrder"("clientRefundNo" text_pattern_ops, "merchantUUID");
