import { DEMO_MERCHANT, DEMO_PAY_MODES } from '../domain/demo-shop.ts';
import { newUuid } from '../domain/ids.ts';
import { arrayColumns } from './array-columns.ts';
import {
  type BroughtAlong,
  type Connection,
  connectionFor,
  isOfBooks,
  isOfProvider,
  isOurs,
  mayReplace,
  moneyOf,
  type ProviderMoney,
  type ProviderName,
} from './brought-connectors.ts';
import { BUILT_IN_TEMPLATES, type BuiltInTemplate } from './built-in-templates.ts';
import { type Database, openDatabase } from './database.ts';
import type { PayModeTemplate } from './generated/client.ts';
import { queryRows } from './sql.ts';

const DEMO_MERCHANT_HREF = `http://localhost/shops/${DEMO_MERCHANT}`;

/** In the order of {@link BUILT_IN_TEMPLATES}. */
const DEMO_UUIDS = Object.values(DEMO_PAY_MODES);

/**
 * Puts the built-in templates into the database where they are missing, and changes none that is there,
 * with one exception: a built-in online template that has no connector, or one that an earlier start brought along,
 * is given the one that this start brings along, and its kind: WeChat Pay's or Alipay's connector (`real`, at a stub `stub`),
 * the shop's own books (`real`), else the sandbox (`sandbox`). None goes from a provider back to an imitation
 * ({@link mayReplace}). With a sandbox the demo shop gets all seven modes too. May run again and in many processes at once.
 *
 * @returns where the money of WeChat Pay and Alipay goes now
 */
export async function seedTemplates(
  databaseUrl: string,
  brought: BroughtAlong = {},
): Promise<ProviderMoney> {
  const db = openDatabase({ url: databaseUrl, max: 1, name: 'payserver-seed', onError: () => {} });
  try {
    await insertMissing(db);
    const present = await findTemplates(db);
    for (const template of BUILT_IN_TEMPLATES) {
      const connection = connectionFor(template, brought);
      const found = present.get(template.payTemplateId);
      if (connection !== null && found !== undefined) await connect(db, found, connection);
    }
    if (typeof brought.sandboxUrl === 'string') await openDemoModes(db);
    return await moneyNow(db, brought);
  } finally {
    await db.close();
  }
}

async function moneyNow(db: Database, brought: BroughtAlong): Promise<ProviderMoney> {
  const present = await findTemplates(db);
  const of = (name: ProviderName) => {
    const { payTemplateId } = BUILT_IN_TEMPLATES.find(({ provider }) => provider === name) ?? {};
    const now = present.get(payTemplateId ?? '');
    return now === undefined ? 'none' : moneyOf(name, now, brought);
  };
  return { wechat: of('wechat'), alipay: of('alipay') };
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

async function connect(db: Database, template: Present, connection: Connection): Promise<void> {
  if (!isOurs(template) || !mayReplace(template, connection)) return;
  const { connectorId, connectorKind, payUrl, notifySecret, ...others } = connection;
  // A secret that an operator gave the sandbox stays; that of others, or of one that went, would make its notices wrong.
  const isOfAnother =
    !template.payUrl ||
    [template.connectorId, connectorId].some((id) => isOfBooks(id) || isOfProvider(id));
  const what = { connectorId, connectorKind, payUrl, ...(isOfAnother && { notifySecret }) };
  const names = Object.keys(what) as (keyof typeof what)[];
  if (names.every((name) => template[name] === what[name])) return;
  const changes = Object.entries({ ...what, ...others, modifiedAt: new Date() });
  const columns = changes.map(([column], at) => `"${column}" = $${at + 3}`);
  // The condition on the URL again: an operator may have registered a connector since.
  await db.pool.query(
    `UPDATE "PayModeTemplate" SET ${columns.join(', ')}
     WHERE "payTemplateId" = $1 AND "payUrl" IS NOT DISTINCT FROM $2::text`,
    [template.payTemplateId, template.payUrl, ...changes.map(([, value]) => value)],
  );
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
