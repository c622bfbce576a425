-- Whether money moves. A constant default, and none: no row is rewritten by these.
CREATE TYPE "ConnectorKind" AS ENUM ('real', 'sandbox', 'stub');
ALTER TABLE "PayModeTemplate" ADD COLUMN "connectorKind" "ConnectorKind" NOT NULL DEFAULT 'real';
ALTER TABLE "PayMode" ADD COLUMN "connectorKind" "ConnectorKind";

-- What is there already: the sandbox says so in its paths. A mode of a template has no payUrl and shows the template's.
UPDATE "PayModeTemplate" SET "connectorKind" = 'sandbox' WHERE "payUrl" LIKE '%/sandbox/%';
UPDATE "PayMode" SET "connectorKind" = 'sandbox' WHERE "payUrl" LIKE '%/sandbox/%';
