-- Merchant notifications. The trade records are the outbox; what follows is where the tail of them stands, who hears of
-- them, and what became of each delivery.

-- In which transaction a record was written. First the column, then its default: no row is rewritten, and records from
-- before are none of the tail's.
ALTER TABLE "TradeRecord" ADD COLUMN "xact" BIGINT;
ALTER TABLE "TradeRecord" ALTER COLUMN "xact" SET DEFAULT ((pg_current_xact_id())::text)::bigint;

-- Of a call: where its merchant wants to hear of this order.
ALTER TABLE "PayOrder" ADD COLUMN "notifyUrl" TEXT;
ALTER TABLE "RefundOrder" ADD COLUMN "notifyUrl" TEXT;

-- CreateTable
CREATE TABLE "NotifyEndpoint" (
    "id" SERIAL NOT NULL,
    "uuid" TEXT NOT NULL,
    "merchantUUID" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'fixed',
    "name" TEXT NOT NULL DEFAULT '',
    "url" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "types" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "payModeUUIDs" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "payTemplateIds" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "format" TEXT NOT NULL DEFAULT 'standard',
    "ack" TEXT NOT NULL DEFAULT '2xx',
    "secret" TEXT NOT NULL,
    "prevSecret" TEXT,
    "prevUntil" TIMESTAMPTZ(3),
    "signing" TEXT NOT NULL DEFAULT 'v1',
    "schedule" TEXT NOT NULL DEFAULT 'default',
    "customSchedule" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "timeoutMs" INTEGER NOT NULL DEFAULT 10000,
    "maxInFlight" INTEGER NOT NULL DEFAULT 4,
    "ratePerS" INTEGER,
    "ca" TEXT,
    "version" SMALLINT NOT NULL DEFAULT 1,
    "status" TEXT NOT NULL DEFAULT 'on',
    "offReason" TEXT,
    "offAt" TIMESTAMPTZ(3),
    "dueAt" TIMESTAMPTZ(3),
    "notBefore" TIMESTAMPTZ(3),
    "leaseUntil" TIMESTAMPTZ(3),
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "lane" TEXT NOT NULL DEFAULT 'fast',
    "failingSince" TIMESTAMPTZ(3),
    "lastOkAt" TIMESTAMPTZ(3),
    "ewmaMs" INTEGER NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "oks" INTEGER NOT NULL DEFAULT 0,
    "exhausted" INTEGER NOT NULL DEFAULT 0,
    "windowAt" TIMESTAMPTZ(3),
    "windowOk" INTEGER NOT NULL DEFAULT 0,
    "windowFailed" INTEGER NOT NULL DEFAULT 0,
    "backlog" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "modifiedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "NotifyEndpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "NotifyCursor" (
    "id" INTEGER NOT NULL,
    "xact" BIGINT NOT NULL,
    "recordId" BIGINT NOT NULL,
    "floorId" BIGINT NOT NULL DEFAULT 0,
    "seenId" BIGINT NOT NULL DEFAULT 0,
    "systemId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "NotifyCursor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OperationalEvent" (
    "id" BIGSERIAL NOT NULL,
    "uuid" TEXT NOT NULL,
    "merchantUUID" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "OperationalEvent_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "NotifyEndpoint_uuid_key" ON "NotifyEndpoint"("uuid");

-- CreateIndex
CREATE INDEX "NotifyEndpoint_merchantUUID_id_idx" ON "NotifyEndpoint"("merchantUUID", "id");

-- CreateIndex
CREATE UNIQUE INDEX "OperationalEvent_uuid_key" ON "OperationalEvent"("uuid");

-- CreateIndex
CREATE INDEX "OperationalEvent_merchantUUID_id_idx" ON "OperationalEvent"("merchantUUID", "id");

-- From here on: what schema.prisma cannot say.

-- The tail reads the newest transactions only. 16 pages are some 600 records; a B-tree would be a twentieth more WAL.
CREATE INDEX "TradeRecord_xact_idx" ON "TradeRecord" USING BRIN ("xact") WITH (pages_per_range = 16, autosummarize = on);

-- Only of orders that have one: for the others there is nothing to find, and nothing to write.
CREATE INDEX "PayOrder_notifyUrl_idx" ON "PayOrder"("uuid") WHERE "notifyUrl" IS NOT NULL;
CREATE INDEX "RefundOrder_notifyUrl_idx" ON "RefundOrder"("uuid") WHERE "notifyUrl" IS NOT NULL;

-- One for each origin that a merchant names in its calls; of those that it registers it may have several.
CREATE UNIQUE INDEX "NotifyEndpoint_merchantUUID_origin_key" ON "NotifyEndpoint"("merchantUUID", "origin") WHERE "kind" = 'adhoc';
CREATE INDEX "NotifyEndpoint_dueAt_idx" ON "NotifyEndpoint"("dueAt") WHERE "status" = 'on';

ALTER TABLE "NotifyEndpoint" ADD CONSTRAINT "NotifyEndpoint_words_check" CHECK (
    "kind" IN ('fixed', 'adhoc') AND "format" IN ('standard', 'cn', 'cnForm') AND "ack" IN ('2xx', 'success')
    AND "signing" IN ('v1', 'v1a', 'both') AND "schedule" IN ('default', 'wechat', 'custom')
    AND "status" IN ('on', 'paused', 'off') AND "lane" IN ('fast', 'slow')
);
ALTER TABLE "NotifyEndpoint" ADD CONSTRAINT "NotifyEndpoint_limits_check" CHECK (
    "timeoutMs" BETWEEN 1000 AND 30000 AND "maxInFlight" BETWEEN 1 AND 64 AND ("ratePerS" IS NULL OR "ratePerS" >= 1)
);
ALTER TABLE "NotifyCursor" ADD CONSTRAINT "NotifyCursor_one_check" CHECK ("id" = 1);
-- Rows that change with each turn of an endpoint: room for the next version on the same page.
ALTER TABLE "NotifyEndpoint" SET (fillfactor = 50);
ALTER TABLE "NotifyCursor" SET (fillfactor = 10);

-- Deliveries and attempts: a partition for each day (UTC). Days that are over are dropped whole, because rows that are
-- deleted one by one bloat a table that is written all the time. Prisma does not describe them.
CREATE SEQUENCE "NotifyDelivery_id_seq" AS bigint;
CREATE TABLE "NotifyDelivery" (
    "id" BIGINT NOT NULL DEFAULT nextval('"NotifyDelivery_id_seq"'),
    "endpointId" INTEGER NOT NULL,
    -- what it tells of: a trade record, or an event that no order has
    "recordId" BIGINT,
    "eventId" BIGINT,
    "xact" BIGINT,
    "replayId" BIGINT,
    "asOf" TEXT NOT NULL DEFAULT 'then',
    -- of the body: an upgrade never changes a retry
    "version" SMALLINT NOT NULL DEFAULT 1,
    "status" TEXT NOT NULL DEFAULT 'open',
    -- why it was skipped: off, backlog
    "reason" TEXT,
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    -- null once it has ended
    "nextAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "NotifyDelivery_pkey" PRIMARY KEY ("id", "createdAt"),
    CONSTRAINT "NotifyDelivery_words_check" CHECK ("status" IN ('open', 'ok', 'failed', 'skipped') AND "asOf" IN ('then', 'now')),
    CONSTRAINT "NotifyDelivery_ended_check" CHECK (("status" = 'open') = ("nextAt" IS NOT NULL)),
    CONSTRAINT "NotifyDelivery_subject_check" CHECK (("recordId" IS NULL) <> ("eventId" IS NULL))
) PARTITION BY RANGE ("createdAt");
ALTER SEQUENCE "NotifyDelivery_id_seq" OWNED BY "NotifyDelivery"."id";
CREATE INDEX "NotifyDelivery_endpointId_nextAt_idx" ON "NotifyDelivery"("endpointId", "nextAt") WHERE "nextAt" IS NOT NULL;
CREATE INDEX "NotifyDelivery_endpointId_id_idx" ON "NotifyDelivery"("endpointId", "id");
CREATE INDEX "NotifyDelivery_recordId_idx" ON "NotifyDelivery"("recordId");

CREATE TABLE "NotifyAttempt" (
    "deliveryId" BIGINT NOT NULL,
    -- of this delivery, from 1
    "no" SMALLINT NOT NULL,
    "endpointId" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    -- how far it came: refused, dns, connect, tls, sent, status, body, ok
    "phase" TEXT NOT NULL,
    "httpStatus" SMALLINT,
    "durationMs" INTEGER NOT NULL,
    "address" TEXT,
    "bodyHead" TEXT,
    "error" TEXT,

    CONSTRAINT "NotifyAttempt_pkey" PRIMARY KEY ("deliveryId", "no", "at")
) PARTITION BY RANGE ("at");

-- Makes the partitions of today and of the days ahead that are missing, and drops those that are older than `days`.
-- A partition is made by itself and attached: that stops nobody who writes. Runs as its owner, so that a gateway whose
-- role may only read and write rows has partitions too.
CREATE FUNCTION "tendNotifyPartitions"(ahead integer, days integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    today CONSTANT date := (now() AT TIME ZONE 'UTC')::date;
    parent text;
    child text;
    day date;
    changes integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('payserver notify partitions'));
    FOREACH parent IN ARRAY ARRAY['NotifyDelivery', 'NotifyAttempt'] LOOP
        FOR day IN SELECT today + n FROM generate_series(0, ahead) AS n LOOP
            child := parent || to_char(day, '_YYYYMMDD');
            CONTINUE WHEN to_regclass(format('%I.%I', current_schema(), child)) IS NOT NULL;
            EXECUTE format('CREATE TABLE %1$I.%2$I (LIKE %1$I.%3$I INCLUDING ALL)', current_schema(), child, parent);
            EXECUTE format('ALTER TABLE %1$I.%3$I ATTACH PARTITION %1$I.%2$I FOR VALUES FROM (%4$L) TO (%5$L)',
                current_schema(), child, parent, day::text || ' 00:00:00+00', (day + 1)::text || ' 00:00:00+00');
            changes := changes + 1;
        END LOOP;
        FOR child IN
            SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = format('%I.%I', current_schema(), parent)::regclass
              AND right(c.relname, 8) < to_char(today - days, 'YYYYMMDD')
        LOOP
            EXECUTE format('DROP TABLE %I.%I', current_schema(), child);
            changes := changes + 1;
        END LOOP;
    END LOOP;
    RETURN changes;
END
$$;
SELECT "tendNotifyPartitions"(3, 30);

-- The tail begins with what comes from now on.
INSERT INTO "NotifyCursor" ("id", "xact", "recordId", "systemId")
SELECT 1, pg_snapshot_xmin(pg_current_snapshot())::text::bigint, 0, (SELECT system_identifier::text FROM pg_control_system());
