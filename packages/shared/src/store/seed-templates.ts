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

/**
 * Puts the built-in templates into the database where they are missing, and changes none that is there,
 * with one exception: with a sandbox, a built-in online template that has no connector, or the sandbox
 * of an earlier start, is given this one's and the kind `sandbox`. With a sandbox the demo shop gets all
 * seven modes too. May run again and in many processes at once.
 *
 * @param sandboxUrl where the sandbox connectors listen, without a slash at its end; null: no sandbox
 */
export async function seedTemplates(databaseUrl: string, sandboxUrl: string | null): Promise<void> {
  const db = openDatabase({ url: databaseUrl, max: 1, name: 'payserver-seed', onError: () => {} });
  try {
    await insertMissing(db);
    if (sandboxUrl === null) return;
    for (const template of BUILT_IN_TEMPLATES) await connectSandbox(db, template, sandboxUrl);
    await openDemoModes(db);
  } finally {
    await db.close();
  }
}

async function insertMissing(db: Database): Promise<void> {
  await db.prisma.payModeTemplate.createMany({
    data: BUILT_IN_TEMPLATES.map(({ uuid, sandboxSlug: _slug, hasQuery: _query, ...template }) => ({
      ...template,
      uuid: uuid ?? newUuid(),
      checkEnvUrl: '',
      payUrl: '',
      refundUrl: '',
    })),
    skipDuplicates: true,
  });
}

async function connectSandbox(
  db: Database,
  { payTemplateId, sandboxSlug, hasQuery }: BuiltInTemplate,
  sandboxUrl: string,
): Promise<void> {
  if (sandboxSlug === null) return;
  const template = await db.prisma.payModeTemplate.findUnique({ where: { payTemplateId } });
  const base = `${sandboxUrl}/sandbox/${sandboxSlug}`;
  // The same one, whatever port it has after another start.
  const connectorId = `sandbox-${sandboxSlug}`;
  if (template === null || !isOurs(template)) return;
  const isThis = template.payUrl === `${base}/pay` && template.connectorId === connectorId;
  if (isThis && template.connectorKind === 'sandbox') return;
  await db.prisma.payModeTemplate.updateMany({
    // The condition again: an operator may have registered a connector since.
    where: { payTemplateId, payUrl: template.payUrl },
    data: {
      connectorId,
      connectorKind: 'sandbox',
      payUrl: `${base}/pay`,
      refundUrl: `${base}/refund`,
      ...(hasQuery && { queryUrl: `${base}/query`, cancelUrl: `${base}/cancel` }),
      modifiedAt: new Date(),
    },
  });
}

/** No connector yet, or a sandbox on this machine: whatever else it is, an operator chose it. */
function isOurs({ isOnline, payUrl }: PayModeTemplate): boolean {
  if (isOnline !== 1) return false;
  if (payUrl === null || payUrl === '') return true;
  if (!URL.canParse(payUrl)) return false;
  const { hostname, pathname } = new URL(payUrl);
  const isLoopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  return isLoopback && pathname.startsWith('/sandbox/');
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
