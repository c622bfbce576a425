-- AlterTable
ALTER TABLE "PayMode" ADD COLUMN     "secretParams" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "PayModeTemplate" ADD COLUMN     "secretParams" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "PayOrder" ADD COLUMN     "paySecrets" JSONB;

-- A final order needs no secret any more, whoever made it final.
ALTER TABLE "PayOrder" ADD CONSTRAINT "PayOrder_paySecrets_only_while_paying"
  CHECK ("paySecrets" IS NULL OR status = 'paying');

-- Orders that are there keep what their connector still needs, and show the last four digits only.
UPDATE "PayOrder" SET
  "paySecrets" = CASE WHEN status = 'paying' THEN "payParams" END,
  "payParams" = jsonb_set("payParams", '{payBarCode}',
    to_jsonb('***' || CASE WHEN length("payParams"->>'payBarCode') > 8
                           THEN right("payParams"->>'payBarCode', 4) ELSE '' END))
WHERE "payParams" ? 'payBarCode';
