import type { Database } from '../database.ts';
import type { NotifyEndpoint } from '../generated/client.ts';
import {
  boundsById,
  type CreatedRange,
  type Page,
  type PageQuery,
  toInt4,
  toPage,
  whereRows,
} from '../page.ts';
import { queryRows } from '../sql.ts';

/** An endpoint as the database holds it; its secrets are sealed. */
export type NotifyEndpointRow = NotifyEndpoint;

type Columns = Pick<
  NotifyEndpoint,
  | ('name' | 'types' | 'payModeUUIDs' | 'payTemplateIds' | 'format' | 'ack' | 'signing')
  | ('schedule' | 'customSchedule' | 'timeoutMs' | 'maxInFlight' | 'ratePerS' | 'ca')
>;

/** What a merchant says of an endpoint; what is absent stays, or is the default. */
export type EndpointSettings = {
  readonly [Name in keyof Columns]?: Readonly<Columns[Name]>;
};

/** Those of an endpoint of which nothing was said. */
export const DEFAULT_SETTINGS: Readonly<Columns> = {
  name: '',
  types: [],
  payModeUUIDs: [],
  payTemplateIds: [],
  format: 'standard',
  ack: '2xx',
  signing: 'v1',
  schedule: 'default',
  customSchedule: [],
  timeoutMs: 10_000,
  maxInFlight: 4,
  ratePerS: null,
  ca: null,
};

/** Of one merchant. */
export const MOST_ENDPOINTS = { fixed: 50, adhoc: 20 } as const;

const SETTING_NAMES = Object.keys(DEFAULT_SETTINGS).map((name) => `"${name}"`);
const SETTING_VALUES = SETTING_NAMES.map((name) => `s.${name}`).join(', ');

/** An endpoint that is about to be made. */
export interface NewEndpoint {
  readonly uuid: string;
  readonly merchantUUID: string;
  readonly kind: 'fixed' | 'adhoc';
  readonly url: string;
  readonly origin: string;
  /** sealed for this uuid */
  readonly secret: string;
  readonly settings: EndpointSettings;
}

// Two at once count the same: one more than the limit does no harm.
const INSERT_SQL = `
INSERT INTO "NotifyEndpoint" (uuid, "merchantUUID", kind, url, origin, secret, ${SETTING_NAMES.join(', ')})
SELECT $1, $2, $3, $4, $5, $6, ${SETTING_VALUES}
FROM jsonb_populate_record(NULL::"NotifyEndpoint", $7::jsonb) s
WHERE (SELECT count(*) FROM "NotifyEndpoint" e WHERE e."merchantUUID" = $2 AND e.kind = $3) < $8::int
ON CONFLICT ("merchantUUID", origin) WHERE kind = 'adhoc' DO NOTHING
RETURNING *`;

function insertValues(one: NewEndpoint): unknown[] {
  const settings = JSON.stringify({ ...DEFAULT_SETTINGS, ...one.settings });
  return [
    ...[one.uuid, one.merchantUUID, one.kind, one.url, one.origin, one.secret],
    ...[settings, MOST_ENDPOINTS[one.kind]],
  ];
}

/** Makes an endpoint, or says why not: its merchant has as many as it may, or one of this origin for its calls. */
export async function insertNotifyEndpoint(
  db: Database,
  one: NewEndpoint,
): Promise<NotifyEndpointRow | 'tooMany' | 'exists'> {
  const [row] = await queryRows<NotifyEndpointRow>(db, {
    name: 'insert-notify-endpoint',
    text: INSERT_SQL,
    values: insertValues(one),
  });
  if (row !== undefined) return row;
  return one.kind === 'adhoc' && (await hasAdhocEndpoint(db, one)) ? 'exists' : 'tooMany';
}

async function hasAdhocEndpoint(
  db: Database,
  { merchantUUID, origin }: Pick<NewEndpoint, 'merchantUUID' | 'origin'>,
): Promise<boolean> {
  const rows = await queryRows(db, {
    name: 'has-adhoc-endpoint',
    text: `SELECT 1 FROM "NotifyEndpoint" WHERE "merchantUUID" = $1 AND origin = $2 AND kind = 'adhoc'`,
    values: [merchantUUID, origin],
  });
  return rows.length > 0;
}

/**
 * Makes sure that there is an endpoint for the calls of this merchant that name this origin; makes one, whoever else does
 * so at the same moment, unless the merchant has as many as it may.
 *
 * @returns whether there is one
 */
export async function ensureAdhocEndpoint(
  db: Database,
  { origin, ...one }: Pick<NewEndpoint, 'uuid' | 'merchantUUID' | 'origin' | 'secret'>,
): Promise<boolean> {
  if (await hasAdhocEndpoint(db, { ...one, origin })) return true;
  const adhoc = { ...one, kind: 'adhoc', url: origin, origin, settings: {} } as const;
  return (await insertNotifyEndpoint(db, adhoc)) !== 'tooMany';
}

/** Which endpoints. */
export interface EndpointFilter extends CreatedRange {
  /** null: of every merchant */
  readonly merchantUUID: string | null;
  readonly uuid?: string;
  readonly status?: string;
  readonly kind?: string;
}

/** One page of endpoints, in the order they were made. */
export async function listNotifyEndpoints(
  db: Database,
  filter: EndpointFilter,
  page: PageQuery,
): Promise<Page<NotifyEndpointRow>> {
  const { within, ...args } = boundsById(page, toInt4);
  const rows = await (await db.prisma()).notifyEndpoint.findMany({
    where: { ...whereRows(filter), AND: within },
    ...args,
  });
  return toPage(rows, page.limit);
}

/** The endpoint with this uuid, or null; of another merchant too, unless `merchantUUID` is null. */
export async function findNotifyEndpoint(
  db: Database,
  uuid: string,
  merchantUUID: string | null,
): Promise<NotifyEndpointRow | null> {
  const [row] = await queryRows<NotifyEndpointRow>(db, {
    name: 'find-notify-endpoint',
    text: 'SELECT * FROM "NotifyEndpoint" WHERE uuid = $1 AND ($2::text IS NULL OR "merchantUUID" = $2)',
    values: [uuid, merchantUUID],
  });
  return row ?? null;
}
