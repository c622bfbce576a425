-- CreateTable
CREATE TABLE "AuditRecord" (
    "id" BIGSERIAL NOT NULL,
    "uuid" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "merchantUUID" TEXT,
    "action" TEXT NOT NULL,
    "target" TEXT,
    "result" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "requestId" TEXT NOT NULL,
    "detail" JSONB NOT NULL,
    "seq" BIGINT,
    "sealKey" TEXT,
    "seal" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AuditRecord_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "AuditRecord_uuid_key" ON "AuditRecord"("uuid");

-- CreateIndex
CREATE UNIQUE INDEX "AuditRecord_seq_key" ON "AuditRecord"("seq");

-- CreateIndex
CREATE INDEX "AuditRecord_merchantUUID_id_idx" ON "AuditRecord"("merchantUUID", "id");

-- Records are added and sealed, nothing else: whoever has only the gateway's statements cannot rewrite them.
CREATE FUNCTION "auditRecordIsAppendOnly"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.seal IS NULL AND NEW.seal IS NOT NULL
     AND to_jsonb(NEW) - 'seq' - 'sealKey' - 'seal' = to_jsonb(OLD) - 'seq' - 'sealKey' - 'seal' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'audit records are append-only';
END $$;
CREATE TRIGGER "AuditRecord_append_only" BEFORE UPDATE OR DELETE ON "AuditRecord"
  FOR EACH ROW EXECUTE FUNCTION "auditRecordIsAppendOnly"();
CREATE TRIGGER "AuditRecord_no_truncate" BEFORE TRUNCATE ON "AuditRecord"
  FOR EACH STATEMENT EXECUTE FUNCTION "auditRecordIsAppendOnly"();

-- The sealer looks here every few seconds.
CREATE INDEX "AuditRecord_unsealed" ON "AuditRecord" (id) WHERE seal IS NULL;
