import type { ConnectorKind } from '../domain/connector-kind.ts';
import { newUuid } from '../domain/ids.ts';
import { arrayColumns } from './array-columns.ts';
import { BUILT_IN_TEMPLATES, type BuiltInTemplate } from './built-in-templates.ts';
import { type Database, openDatabase } from './database.ts';
import { DEMO_MERCHANT, DEMO_PAY_MODES } from './demo-shop.ts';
import type { PayModeTemplate } from './generated/client.ts';
import { queryRows } from './sql.ts';

const DEMO_MERCHANT_HREF = `http://localhost/shops/${DEMO_MERCHANT}`;

/** In the order of {@link BUILT_IN_TEMPLATES}. */
const DEMO_UUIDS = Object.values(DEMO_PAY_MODES);

/** The shop's own books, as this start brings them along. */
export interface BroughtBooks {
  /** where they listen, without a slash at its end */
  readonly url: string;
  /** what their calls are signed with (Standard Webhooks) */
  readonly notifySecret: string;
}

/**
 * Puts the built-in templates into the database where they are missing, and changes none that is there,
 * with one exception: a built-in online template that has no connector, or one that an earlier start brought along,
 * is given the one that this start brings along, and its kind: the shop's own books (`real`) where they are, else the
 * sandbox (`sandbox`). With a sandbox the demo shop gets all seven modes too. May run again and in many processes at
 * once.
 *
 * @param sandboxUrl where the sandbox connectors listen, without a slash at its end; null: no sandbox
 * @param books null: none
 */
export async function seedTemplates(
  databaseUrl: string,
  sandboxUrl: string | null,
  books: BroughtBooks | null = null,
): Promise<void> {
  const db = openDatabase({ url: databaseUrl, max: 1, name: 'payserver-seed', onError: () => {} });
  try {
    await insertMissing(db);
    const present = await findTemplates(db);
    for (const template of BUILT_IN_TEMPLATES) {
      const connector = broughtAlong(template, { sandboxUrl, books });
      const found = present.get(template.payTemplateId);
      if (connector !== null && found !== undefined) await connect(db, found, connector);
    }
    if (sandboxUrl !== null) await openDemoModes(db);
  } finally {
    await db.close();
  }
}

/** What the ids of the books' connectors begin with, and their paths. */
const BOOKS_ID = 'accounts-';
const BOOKS_PATH = /^\/(?:signAccount|memberBalance|memberCount)\//;

/** A connector of this start, as its template has it; a URL that is not named stays. */
interface Brought {
  /** the same one, whatever port it has after another start */
  readonly connectorId: string;
  readonly connectorKind: ConnectorKind;
  readonly payUrl: string;
  readonly refundUrl: string;
  readonly queryUrl?: string;
  readonly cancelUrl?: string;
  readonly notifySecret: string | null;
}

function broughtAlong(
  { book, sandboxSlug, hasQuery }: BuiltInTemplate,
  {
    sandboxUrl,
    books,
  }: { readonly sandboxUrl: string | null; readonly books: BroughtBooks | null },
): Brought | null {
  if (book !== null && books !== null) {
    const urls = urlsBelow(`${books.url}/${book}`, true);
    const { notifySecret } = books;
    return { connectorId: `${BOOKS_ID}${book}`, connectorKind: 'real', ...urls, notifySecret };
  }
  if (sandboxSlug === null || sandboxUrl === null) return null;
  const urls = urlsBelow(`${sandboxUrl}/sandbox/${sandboxSlug}`, hasQuery);
  const connectorId = `sandbox-${sandboxSlug}`;
  return { connectorId, connectorKind: 'sandbox', ...urls, notifySecret: null };
}

function urlsBelow(base: string, hasQuery: boolean) {
  const urls = { payUrl: `${base}/pay`, refundUrl: `${base}/refund` };
  return hasQuery ? { ...urls, queryUrl: `${base}/query`, cancelUrl: `${base}/cancel` } : urls;
}

// Plain statements: a start would wait for Prisma's client to load, and for nothing else of it.
const MISSING = arrayColumns<BuiltInTemplate>({
  uuid: ['text', ({ uuid }) => uuid ?? newUuid()],
  payTemplateId: ['text', ({ payTemplateId }) => payTemplateId],
  name: ['text', ({ name }) => name],
  description: ['text', ({ description }) => description],
  isOnline: ['int', ({ isOnline }) => isOnline],
  isSignAccount: ['int', ({ isSignAccount }) => isSignAccount],
  isThridPay: ['int', ({ isThridPay }) => isThridPay],
  payChannel: ['text', ({ payChannel }) => payChannel],
  payWay: ['text', ({ payWay }) => payWay],
});

const INSERT_SQL = `
INSERT INTO "PayModeTemplate" (uuid, "payTemplateId", name, description, "isOnline", "isSignAccount", "isThridPay",
  "payChannel", "payWay", "checkEnvUrl", "payUrl", "refundUrl")
SELECT uuid, "payTemplateId", name, description, "isOnline", "isSignAccount", "isThridPay",
  "payChannel", "payWay", '', '', ''
FROM ${MISSING.table('t')} ON CONFLICT DO NOTHING`;

async function insertMissing(db: Database): Promise<void> {
  const values = MISSING.values(BUILT_IN_TEMPLATES);
  await queryRows(db, { name: 'seed-templates', text: INSERT_SQL, values });
}

const COMPARED = [
  'payTemplateId',
  'isOnline',
  'payUrl',
  'connectorId',
  'connectorKind',
  'notifySecret',
] as const;
type Present = Pick<PayModeTemplate, (typeof COMPARED)[number]>;

async function findTemplates(db: Database): Promise<Map<string, Present>> {
  const columns = COMPARED.map((column) => `"${column}"`).join(', ');
  const rows = await queryRows<Present>(db, {
    name: 'find-built-in-templates',
    text: `SELECT ${columns} FROM "PayModeTemplate" WHERE "payTemplateId" = ANY($1::text[])`,
    values: [BUILT_IN_TEMPLATES.map(({ payTemplateId }) => payTemplateId)],
  });
  return new Map(rows.map((row) => [row.payTemplateId, row]));
}

async function connect(db: Database, template: Present, brought: Brought): Promise<void> {
  if (!isOurs(template)) return;
  const { connectorId, connectorKind, payUrl, notifySecret, ...urls } = brought;
  // A secret that an operator gave the sandbox stays; the books' would make its notices wrong ones.
  const isBooks = [template.connectorId, connectorId].some(isOfBooks);
  const what = { connectorId, connectorKind, payUrl, ...(isBooks && { notifySecret }) };
  const names = Object.keys(what) as (keyof typeof what)[];
  if (names.every((name) => template[name] === what[name])) return;
  const changes = Object.entries({ ...what, ...urls, modifiedAt: new Date() });
  const columns = changes.map(([column], at) => `"${column}" = $${at + 3}`);
  // The condition on the URL again: an operator may have registered a connector since.
  await db.pool.query(
    `UPDATE "PayModeTemplate" SET ${columns.join(', ')}
     WHERE "payTemplateId" = $1 AND "payUrl" IS NOT DISTINCT FROM $2::text`,
    [template.payTemplateId, template.payUrl, ...changes.map(([, value]) => value)],
  );
}

function isOfBooks(connectorId: string | null): boolean {
  return connectorId?.startsWith(BOOKS_ID) === true;
}

/** No connector yet, or one on this machine that an earlier start brought along: whatever else it is, an operator chose it. */
function isOurs({ isOnline, payUrl, connectorId }: Present): boolean {
  if (isOnline !== 1) return false;
  if (payUrl === null || payUrl === '') return true;
  if (!URL.canParse(payUrl)) return false;
  const { hostname, pathname } = new URL(payUrl);
  const isLoopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  const isBooks = isOfBooks(connectorId) && BOOKS_PATH.test(pathname);
  return isLoopback && (pathname.startsWith('/sandbox/') || isBooks);
}

const DEMO_MODES = arrayColumns<{ uuid: string; payTemplateId: string; uiOrder: number }>({
  uuid: ['text', ({ uuid }) => uuid],
  payTemplateId: ['text', ({ payTemplateId }) => payTemplateId],
  uiOrder: ['int', ({ uiOrder }) => uiOrder],
});

const COPIED = [
  'payTemplateId',
  'name',
  'description',
  'orderValidTime',
  'orderValidSeconds',
  'isOnline',
  'isSignAccount',
  'isAsyncNotify',
  'isThridPay',
  'payChannel',
  'payWay',
];

async function openDemoModes(db: Database): Promise<void> {
  const modes = BUILT_IN_TEMPLATES.flatMap(({ payTemplateId }, at) => {
    const uuid = DEMO_UUIDS[at];
    return uuid === undefined ? [] : [{ uuid, payTemplateId, uiOrder: at + 1 }];
  });
  const list = (prefix: string) => COPIED.map((column) => `${prefix}"${column}"`).join(', ');
  await queryRows(db, {
    name: 'seed-demo-modes',
    text: `
INSERT INTO "PayMode" (uuid, "uiOrder", "isOpened", "merchantUUID", "merchantHref", ${list('')})
SELECT d.uuid, d."uiOrder", 1, $4, $5, ${list('t.')}
FROM ${DEMO_MODES.table('d')} JOIN "PayModeTemplate" t ON t."payTemplateId" = d."payTemplateId"
ORDER BY d."uiOrder" ON CONFLICT DO NOTHING`,
    values: [...DEMO_MODES.values(modes), DEMO_MERCHANT, DEMO_MERCHANT_HREF],
  });
}
