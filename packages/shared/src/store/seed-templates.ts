import type { ConnectorKind } from '../domain/connector-kind.ts';
import { newUuid } from '../domain/ids.ts';
import { BUILT_IN_TEMPLATES, type BuiltInTemplate } from './built-in-templates.ts';
import { type Database, openDatabase } from './database.ts';
import type { PayModeTemplate } from './generated/client.ts';

/** The shop of a newcomer's first payment; it exists only where there is a sandbox. */
export const DEMO_MERCHANT = 'demo-shop';
const DEMO_MERCHANT_HREF = `http://localhost/shops/${DEMO_MERCHANT}`;

/** Its pay modes, so that the first curl can be written down before anything has started. */
export const DEMO_PAY_MODES = {
  cash: 'demoModeCash0000000001',
  unionPay: 'demoModeUnionPay000001',
  signAccount: 'demoModeSignAccount001',
  wechat: 'demoModeWechat00000001',
  alipay: 'demoModeAlipay00000001',
  storedValue: 'demoModeStoredValue001',
  countCard: 'demoModeCountCard00001',
} as const;

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
    for (const template of BUILT_IN_TEMPLATES) {
      const connector = broughtAlong(template, { sandboxUrl, books });
      if (connector !== null) await connect(db, template, connector);
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

async function insertMissing(db: Database): Promise<void> {
  await db.prisma.payModeTemplate.createMany({
    data: BUILT_IN_TEMPLATES.map(
      ({ uuid, sandboxSlug: _slug, book: _book, hasQuery: _query, ...template }) => ({
        ...template,
        uuid: uuid ?? newUuid(),
        checkEnvUrl: '',
        payUrl: '',
        refundUrl: '',
      }),
    ),
    skipDuplicates: true,
  });
}

async function connect(
  db: Database,
  { payTemplateId }: BuiltInTemplate,
  brought: Brought,
): Promise<void> {
  const template = await db.prisma.payModeTemplate.findUnique({ where: { payTemplateId } });
  if (template === null || !isOurs(template)) return;
  const { connectorId, connectorKind, payUrl, notifySecret, ...urls } = brought;
  // A secret that an operator gave the sandbox stays; the books' would make its notices wrong ones.
  const isBooks = [template.connectorId, connectorId].some(isOfBooks);
  const what = { connectorId, connectorKind, payUrl, ...(isBooks && { notifySecret }) };
  const names = Object.keys(what) as (keyof typeof what)[];
  if (names.every((name) => template[name] === what[name])) return;
  await db.prisma.payModeTemplate.updateMany({
    // The condition again: an operator may have registered a connector since.
    where: { payTemplateId, payUrl: template.payUrl },
    data: { ...what, ...urls, modifiedAt: new Date() },
  });
}

function isOfBooks(connectorId: string | null): boolean {
  return connectorId?.startsWith(BOOKS_ID) === true;
}

/** No connector yet, or one on this machine that an earlier start brought along: whatever else it is, an operator chose it. */
function isOurs({ isOnline, payUrl, connectorId }: PayModeTemplate): boolean {
  if (isOnline !== 1) return false;
  if (payUrl === null || payUrl === '') return true;
  if (!URL.canParse(payUrl)) return false;
  const { hostname, pathname } = new URL(payUrl);
  const isLoopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  const isBooks = isOfBooks(connectorId) && BOOKS_PATH.test(pathname);
  return isLoopback && (pathname.startsWith('/sandbox/') || isBooks);
}

async function openDemoModes(db: Database): Promise<void> {
  const templates = await db.prisma.payModeTemplate.findMany({
    where: { payTemplateId: { in: BUILT_IN_TEMPLATES.map((template) => template.payTemplateId) } },
  });
  const byId = new Map(templates.map((template) => [template.payTemplateId, template]));
  const modes = BUILT_IN_TEMPLATES.flatMap(({ payTemplateId }, at) => {
    const template = byId.get(payTemplateId);
    const uuid = DEMO_UUIDS[at];
    return template === undefined || uuid === undefined ? [] : [demoMode(template, uuid, at + 1)];
  });
  await db.prisma.payMode.createMany({ data: modes, skipDuplicates: true });
}

function demoMode(template: PayModeTemplate, uuid: string, uiOrder: number) {
  return {
    uuid,
    uiOrder,
    merchantUUID: DEMO_MERCHANT,
    merchantHref: DEMO_MERCHANT_HREF,
    payTemplateId: template.payTemplateId,
    name: template.name,
    description: template.description,
    orderValidTime: template.orderValidTime,
    orderValidSeconds: template.orderValidSeconds,
    isOnline: template.isOnline,
    isSignAccount: template.isSignAccount,
    isAsyncNotify: template.isAsyncNotify,
    isThridPay: template.isThridPay,
    payChannel: template.payChannel,
    payWay: template.payWay,
    isOpened: 1,
  };
}
