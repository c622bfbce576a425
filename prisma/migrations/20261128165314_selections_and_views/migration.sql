-- CreateTable
CREATE TABLE "Selection" (
    "id" SERIAL NOT NULL,
    "uuid" TEXT NOT NULL,
    "merchantUUID" TEXT,
    "createdBy" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "filter" JSONB NOT NULL,
    "total" INTEGER NOT NULL,
    "asked" INTEGER NOT NULL DEFAULT 0,
    "skipped" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Selection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SelectionItem" (
    "selectionId" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "orderUUID" TEXT NOT NULL,

    CONSTRAINT "SelectionItem_pkey" PRIMARY KEY ("selectionId","position")
);

-- CreateTable
CREATE TABLE "SavedView" (
    "id" SERIAL NOT NULL,
    "uuid" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "merchantUUID" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SavedView_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Selection_uuid_key" ON "Selection"("uuid");

-- CreateIndex
CREATE INDEX "Selection_createdBy_id_idx" ON "Selection"("createdBy", "id");

-- CreateIndex
CREATE INDEX "Selection_expiresAt_idx" ON "Selection"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "SavedView_uuid_key" ON "SavedView"("uuid");

-- CreateIndex
CREATE INDEX "SavedView_subject_merchantUUID_id_idx" ON "SavedView"("subject", "merchantUUID", "id");

-- CreateIndex
CREATE INDEX "AuditRecord_target_id_idx" ON "AuditRecord"("target", "id");

-- CreateIndex
CREATE INDEX "TradeException_payOrderUUID_id_idx" ON "TradeException"("payOrderUUID", "id");

-- AddForeignKey
ALTER TABLE "SelectionItem" ADD CONSTRAINT "SelectionItem_selectionId_fkey" FOREIGN KEY ("selectionId") REFERENCES "Selection"("id") ON DELETE CASCADE ON UPDATE CASCADE;
