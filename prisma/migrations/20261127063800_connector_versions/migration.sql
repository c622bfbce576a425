-- AlterTable
ALTER TABLE "PayMode" ADD COLUMN     "connectorId" TEXT;

-- AlterTable
ALTER TABLE "PayModeTemplate" ADD COLUMN     "connectorId" TEXT;

-- AlterTable
ALTER TABLE "PayOrder" ADD COLUMN     "sentTo" INTEGER;

-- AlterTable
ALTER TABLE "RefundOrder" ADD COLUMN     "sentTo" INTEGER;

-- CreateTable
CREATE TABLE "ConnectorVersion" (
    "id" SERIAL NOT NULL,
    "owner" TEXT NOT NULL,
    "identity" TEXT,
    "refundIdentity" TEXT,
    "payUrl" TEXT,
    "refundUrl" TEXT,
    "queryUrl" TEXT,
    "cancelUrl" TEXT,
    "isAsyncNotify" SMALLINT NOT NULL,
    "isIdempotent" SMALLINT NOT NULL,
    "timeoutMs" INTEGER NOT NULL,
    "notifySecret" TEXT,
    "lateSuccessPolicy" "LateSuccessPolicy" NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ConnectorVersion_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ConnectorVersion_owner_id_idx" ON "ConnectorVersion"("owner", "id");

-- From here on: what schema.prisma cannot say.

-- Origin and path, spelled alike where they are alike. Only plain URLs are taken apart: where it is not certain
-- that two are the same, they are two connectors.
CREATE FUNCTION "connectorIdentity"("connectorId" text, url text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN "connectorId" <> '' THEN "connectorId"
    WHEN url ~* '^https?://([a-z0-9.-]+|\[[0-9a-f:.]+\])(:[0-9]+)?([/?#]|$)' AND url !~ '\\'
    THEN regexp_replace(regexp_replace(lower(substring(url from '^[^/]*//[^/?#]*')), '^(http://.*):80$', '\1'),
                        '^(https://.*):443$', '\1')
         || coalesce(nullif(substring(url from '^[^/]*//[^/?#]*([^?#]*)'), ''), '/')
    ELSE nullif(url, '')
  END
$$;

-- What is there already. The sandbox has another port after every start and is the same connector.
UPDATE "PayModeTemplate" SET "connectorId" = 'sandbox-' || substring("payUrl" from '/sandbox/([A-Za-z]+)/pay$')
WHERE "payUrl" ~ '^http://(localhost|127\.[0-9.]+|\[::1\]):[0-9]+/sandbox/[A-Za-z]+/pay$'
  AND "payTemplateId" IN ('382CF8DF-017F-4009-928F-D5B008095962', '017AFC80-95FA-11E8-B0EC-5384BC9767FE',
    '3BEAF650-A067-11E8-A545-87065760276A', 'A2E7AB90-BB11-11E8-8BAF-4BFA221DACF5', 'B3A36C30-BB11-11E8-8353-CD8987EBDA9C');
INSERT INTO "ConnectorVersion" (owner, identity, "refundIdentity", "payUrl", "refundUrl", "queryUrl", "cancelUrl",
  "isAsyncNotify", "isIdempotent", "timeoutMs", "notifySecret", "lateSuccessPolicy")
SELECT owner, "connectorIdentity"("connectorId", "payUrl"),
  CASE WHEN "connectorId" <> '' THEN "connectorId" ELSE
    concat_ws(' ', "connectorIdentity"(NULL, "payUrl"), "connectorIdentity"(NULL, "refundUrl")) END,
  "payUrl", "refundUrl", "queryUrl", "cancelUrl", "isAsyncNotify", "isIdempotent", "timeoutMs", "notifySecret",
  "lateSuccessPolicy"
FROM (
  SELECT 't-' || "payTemplateId" AS owner, "connectorId", "payUrl", "refundUrl", "queryUrl", "cancelUrl",
    "isAsyncNotify", "isIdempotent", "timeoutMs", "notifySecret", "lateSuccessPolicy" FROM "PayModeTemplate"
  UNION ALL
  SELECT 'm-' || uuid, "connectorId", "payUrl", "refundUrl", "queryUrl", "cancelUrl",
    "isAsyncNotify", "isIdempotent", "timeoutMs", "notifySecret", "lateSuccessPolicy" FROM "PayMode"
  WHERE "payTemplateId" IS NULL
) existing;

-- Triggers, so that whatever changes a connector writes its version too, in the same transaction: programs of the
-- version before this one, that run during an upgrade, as well. After the row, not before it: an INSERT that meets a
-- conflict writes none. A mode that was opened from a template has no connector of its own.
CREATE FUNCTION "writeConnectorVersion"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'PayMode' AND NEW."payTemplateId" IS NOT NULL THEN RETURN NULL; END IF;
  IF TG_OP = 'UPDATE' THEN
    IF ROW(NEW."connectorId", NEW."payUrl", NEW."refundUrl", NEW."queryUrl", NEW."cancelUrl", NEW."isAsyncNotify",
           NEW."isIdempotent", NEW."timeoutMs", NEW."notifySecret", NEW."lateSuccessPolicy")
       IS NOT DISTINCT FROM
       ROW(OLD."connectorId", OLD."payUrl", OLD."refundUrl", OLD."queryUrl", OLD."cancelUrl", OLD."isAsyncNotify",
           OLD."isIdempotent", OLD."timeoutMs", OLD."notifySecret", OLD."lateSuccessPolicy")
    THEN RETURN NULL; END IF;
  END IF;
  INSERT INTO "ConnectorVersion" (owner, identity, "refundIdentity", "payUrl", "refundUrl", "queryUrl", "cancelUrl",
    "isAsyncNotify", "isIdempotent", "timeoutMs", "notifySecret", "lateSuccessPolicy")
  VALUES (CASE TG_TABLE_NAME WHEN 'PayMode' THEN 'm-' || NEW.uuid ELSE 't-' || NEW."payTemplateId" END,
    "connectorIdentity"(NEW."connectorId", NEW."payUrl"),
    CASE WHEN NEW."connectorId" <> '' THEN NEW."connectorId" ELSE
      concat_ws(' ', "connectorIdentity"(NULL, NEW."payUrl"), "connectorIdentity"(NULL, NEW."refundUrl")) END,
    NEW."payUrl", NEW."refundUrl", NEW."queryUrl", NEW."cancelUrl",
    NEW."isAsyncNotify", NEW."isIdempotent", NEW."timeoutMs", NEW."notifySecret", NEW."lateSuccessPolicy");
  RETURN NULL;
END $$;
CREATE TRIGGER "PayModeTemplate_connectorVersion" AFTER INSERT OR UPDATE ON "PayModeTemplate"
  FOR EACH ROW EXECUTE FUNCTION "writeConnectorVersion"();
CREATE TRIGGER "PayMode_connectorVersion" AFTER INSERT OR UPDATE ON "PayMode"
  FOR EACH ROW EXECUTE FUNCTION "writeConnectorVersion"();

-- An order names its connector for ever.
CREATE FUNCTION "connectorVersionsStay"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'versions of connectors are never changed or deleted';
END $$;
CREATE TRIGGER "ConnectorVersion_stays" BEFORE UPDATE OR DELETE ON "ConnectorVersion"
  FOR EACH STATEMENT EXECUTE FUNCTION "connectorVersionsStay"();
