-- CreateTable
CREATE TABLE "ConsoleSession" (
    "id" BIGSERIAL NOT NULL,
    "uuid" TEXT NOT NULL,
    "idHash" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "merchantUUID" TEXT NOT NULL,
    "merchantHref" TEXT,
    "via" TEXT NOT NULL,
    "linkNonce" TEXT,
    "address" TEXT NOT NULL,
    "userAgent" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ConsoleSession_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ConsoleSession_uuid_key" ON "ConsoleSession"("uuid");

-- CreateIndex
CREATE UNIQUE INDEX "ConsoleSession_idHash_key" ON "ConsoleSession"("idHash");

-- CreateIndex
CREATE UNIQUE INDEX "ConsoleSession_linkNonce_key" ON "ConsoleSession"("linkNonce");

-- CreateIndex
CREATE INDEX "ConsoleSession_subject_id_idx" ON "ConsoleSession"("subject", "id");

-- CreateIndex
CREATE INDEX "ConsoleSession_expiresAt_idx" ON "ConsoleSession"("expiresAt");

-- CreateIndex
CREATE INDEX "TradeException_merchantUUID_id_idx" ON "TradeException"("merchantUUID", "id");
