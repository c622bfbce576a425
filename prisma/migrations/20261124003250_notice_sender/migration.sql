-- AlterTable
ALTER TABLE "NoticeSeen" DROP CONSTRAINT "NoticeSeen_pkey",
ADD COLUMN     "sender" TEXT NOT NULL DEFAULT '',
ADD CONSTRAINT "NoticeSeen_pkey" PRIMARY KEY ("sender", "webhookId");
