-- Messages of a time that are sent again: one row for each wish, worked page by page.
-- CreateTable
CREATE TABLE "NotifyReplay" (
    "id" SERIAL NOT NULL,
    "uuid" TEXT NOT NULL,
    "merchantUUID" TEXT NOT NULL,
    "endpointId" INTEGER NOT NULL,
    "notifyEndpointUUID" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'running',
    "only" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "types" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "fromAt" TIMESTAMPTZ(3) NOT NULL,
    "toBefore" TIMESTAMPTZ(3) NOT NULL,
    "lastId" BIGINT NOT NULL,
    "endId" BIGINT NOT NULL,
    "total" INTEGER NOT NULL,
    "sent" INTEGER NOT NULL DEFAULT 0,
    "createdBy" TEXT NOT NULL,
    "dueAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "NotifyReplay_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "NotifyReplay_uuid_key" ON "NotifyReplay"("uuid");

-- CreateIndex
CREATE INDEX "NotifyReplay_merchantUUID_id_idx" ON "NotifyReplay"("merchantUUID", "id");

-- CreateIndex
CREATE INDEX "NotifyReplay_endpointId_id_idx" ON "NotifyReplay"("endpointId", "id");

-- From here on: what schema.prisma cannot say.
CREATE INDEX "NotifyReplay_dueAt_idx" ON "NotifyReplay"("dueAt") WHERE "dueAt" IS NOT NULL;
ALTER TABLE "NotifyReplay" ADD CONSTRAINT "NotifyReplay_words_check" CHECK (
    "status" IN ('running', 'paused', 'done', 'stopped') AND "only" IN ('failed', 'missing', 'all')
    AND "state" IN ('asOfThen', 'asOfNow')
    AND ("status" = 'running') = ("dueAt" IS NOT NULL) AND ("status" IN ('done', 'stopped')) = ("endedAt" IS NOT NULL)
);
-- Messages that never arrived are few: they are found without reading those that did.
CREATE INDEX "NotifyDelivery_endpointId_unsent_idx" ON "NotifyDelivery"("endpointId", "id") WHERE "status" IN ('failed', 'skipped');
