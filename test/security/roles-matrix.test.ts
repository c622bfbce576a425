import { expect, test } from 'vitest';
import { type Answer, createClient } from '../support/client.ts';
import { CONSOLE_HEADERS, logIn } from '../support/console.ts';
import { operationsOf } from '../support/openapi.ts';
import { refusalProblem } from '../support/refusal.ts';
import { openTally } from '../support/report.ts';
import { newMerchant, sharedGateway } from '../support/shared-gateway.ts';
import { payBody } from '../support/shop.ts';
import { signToken } from '../support/sign-token.ts';

const gateway = sharedGateway();
const description = (await createClient(gateway.url, null).get('/openapi.json')).body;
const OPERATIONS = operationsOf(description)
  .filter(({ isWebhook, operation }) => !isWebhook && operation.security.length > 0)
  .map(({ key }) => key);
const merchantUUID = newMerchant();
const tally = openTally('roles matrix: every operation, role and scope');

const ROLES = ['merchant', 'view', 'support', 'operate', 'admin'] as const;
type Role = (typeof ROLES)[number];

/** Who may use an operation, as the documents say it; reading is for everybody. */
const MAY: Readonly<Record<string, readonly Role[]>> = {
  'GET /auditRecords': ['view', 'support', 'operate', 'admin'],
  'GET /auditRecords/{uuid}': ['view', 'support', 'operate', 'admin'],
  'POST /pay': ['merchant', 'admin'],
  'POST /batchPay': ['merchant', 'admin'],
  'POST /refund': ['merchant', 'support', 'operate', 'admin'],
  'POST /batchRefund': ['merchant', 'support', 'operate', 'admin'],
  'POST /closePay': ['merchant', 'support', 'operate', 'admin'],
  'POST /payModes': ['merchant', 'operate', 'admin'],
  'POST /payModes/{uuid}': ['merchant', 'operate', 'admin'],
  'POST /registerPayModeTemplate': ['admin'],
  'POST /payOrders/{uuid}/ask': ['merchant', 'support', 'operate', 'admin'],
  'POST /refundOrders/{uuid}/ask': ['merchant', 'support', 'operate', 'admin'],
  'POST /payOrders/{uuid}/settle': ['operate', 'admin'],
  'POST /refundOrders/{uuid}/settle': ['operate', 'admin'],
  'POST /exceptions/{uuid}/resolve': ['operate', 'admin'],
  'POST /exceptions/{uuid}/reverse': ['operate', 'admin'],
  'POST /selections': ['operate', 'admin'],
  'GET /selections/{uuid}': ['operate', 'admin'],
  'POST /selections/{uuid}/ask': ['operate', 'admin'],
  'GET /exports/auditRecords': ['view', 'support', 'operate', 'admin'],
  'POST /notifyEndpoints': ['merchant', 'operate', 'admin'],
  'POST /notifyEndpoints/{uuid}': ['merchant', 'operate', 'admin'],
  'POST /notifyEndpoints/{uuid}/delete': ['merchant', 'operate', 'admin'],
  'POST /notifyEndpoints/{uuid}/rotateSecret': ['merchant', 'operate', 'admin'],
  'POST /notifyEndpoints/{uuid}/test': ['merchant', 'operate', 'admin'],
  'POST /notifyEndpoints/{uuid}/replays': ['merchant', 'operate', 'admin'],
  'POST /notifyDeliveries/{uuid}/replay': ['merchant', 'operate', 'admin'],
  'POST /notifyReplays/{uuid}': ['merchant', 'operate', 'admin'],
  'POST /views': ROLES,
  'POST /views/{uuid}/delete': ROLES,
  // One's own; those of others are found by nobody but an administrator.
  'POST /sessions/{uuid}/revoke': ROLES,
};

/** What is sent: right in its shape, about something that is not there. */
const PAY = payBody(merchantUUID, { payModeUUID: 'nowhere', clientPayNo: 'roles' });
const REFUND = { payTractionNo: 'nowhere', clientRefundNo: 'roles' };
const SETTLE = { outcome: 'failed', reason: 'x' };
const BODIES: Readonly<Record<string, object>> = {
  'POST /pay': PAY,
  'POST /batchPay': { batchPayData: [PAY] },
  'POST /refund': REFUND,
  'POST /batchRefund': { batchRefundData: [REFUND] },
  'POST /closePay': { payTractionNo: 'nowhere' },
  'POST /payModes': { name: 'roles' },
  'POST /payModes/{uuid}': { uiOrder: 9 },
  'POST /registerPayModeTemplate': { payTemplateId: `ROLES-${merchantUUID}`, name: 'x' },
  'POST /payOrders/{uuid}/ask': {},
  'POST /refundOrders/{uuid}/ask': {},
  'POST /payOrders/{uuid}/settle': SETTLE,
  'POST /refundOrders/{uuid}/settle': SETTLE,
  'POST /exceptions/{uuid}/resolve': { reason: 'x' },
  'POST /exceptions/{uuid}/reverse': { reason: 'x' },
  'POST /sessions/{uuid}/revoke': {},
  'POST /selections': { kind: 'refund' },
  'POST /selections/{uuid}/ask': {},
  'POST /notifyEndpoints': { url: 'https://shop.example/hook' },
  'POST /notifyEndpoints/{uuid}': { status: 'paused' },
  'POST /notifyEndpoints/{uuid}/delete': {},
  'POST /notifyEndpoints/{uuid}/rotateSecret': {},
  'POST /notifyEndpoints/{uuid}/test': {},
  'POST /notifyEndpoints/{uuid}/replays': { from: '2018-07-12 11:47:10', dryRun: 1 },
  'POST /notifyDeliveries/{uuid}/replay': {},
  'POST /notifyReplays/{uuid}': { status: 'paused' },
  'POST /views': { name: 'x', path: '/payments' },
  'POST /views/{uuid}/delete': {},
};

async function tokenOf(role: Role, scope: 'own' | 'all'): Promise<string> {
  return await signToken({
    sub: `${role}-${scope}`,
    ...(scope === 'own' && { merchantUUID }),
    ...(role !== 'merchant' && { scope: `openid payserver:${role}` }),
  });
}

interface Asking {
  get(path: string): Promise<Answer>;
  post(path: string, body: unknown): Promise<Answer>;
}

function bodyOf(key: string): object {
  const body = BODIES[key];
  if (body === undefined) throw new Error(`say in BODIES what ${key} is sent`);
  return body;
}

function rolesOf(key: string): readonly Role[] {
  const roles = MAY[key] ?? (key.startsWith('GET ') ? ROLES : null);
  if (roles === null) throw new Error(`say in MAY who may ${key}`);
  return roles;
}

/** What is wrong with what this role is answered, or null. */
async function problemOf(asking: Asking, key: string, role: Role): Promise<string | null> {
  const [method, template = ''] = key.split(' ');
  const path = template.replace('{uuid}', 'nowhere');
  const answer = method === 'GET' ? await asking.get(path) : await asking.post(path, bodyOf(key));
  const roles = rolesOf(key);
  if (!roles.includes(role)) {
    // The message says who may, for whoever must ask a colleague.
    const field = `this needs the role ${roles.join(' or ')}; yours is ${role}`;
    return refusalProblem(answer, { code: 9403, field });
  }
  // An administrator without a shop still pays for nobody: the payee is not its own.
  const isRefused = answer.status === 403 && !String(answer.body.message).startsWith('payee ');
  const isAnswered = answer.status < 500 && answer.status !== 401 && !isRefused;
  return isAnswered ? null : `${answer.status} ${JSON.stringify(answer.body)}`;
}

const CALLERS = ROLES.flatMap((role) =>
  (['own', 'all'] as const)
    .filter((scope) => role !== 'merchant' || scope === 'own')
    .map((scope) => ({ role, scope })),
);

test.each(CALLERS)('$role, $scope: every operation is allowed or 9403, by token', async (who) => {
  const client = createClient(gateway.url, await tokenOf(who.role, who.scope));
  for (const key of OPERATIONS) {
    const problem = await problemOf(client, key, who.role);
    expect(tally.judge([problem && `${key} by ${who.role} ${who.scope}: ${problem}`])).toEqual([]);
  }
});

test.each(CALLERS)('$role, $scope: and the same by the console', async (who) => {
  const browser = await logIn(gateway.url, await tokenOf(who.role, who.scope));
  const asking = {
    get: async (path: string) => await browser.get(`/api/v1.0.0${path}`),
    post: async (path: string, body: unknown) =>
      await browser.post(`/api/v1.0.0${path}`, body, CONSOLE_HEADERS),
  };
  for (const key of OPERATIONS) {
    const problem = await problemOf(asking, key, who.role);
    expect(tally.judge([problem && `${key} by ${who.role} ${who.scope}: ${problem}`])).toEqual([]);
  }
});

test('whoami says of each what the operations then do', async () => {
  for (const { role, scope } of CALLERS) {
    const client = createClient(gateway.url, await tokenOf(role, scope));
    const { body } = await client.get('/whoami');
    expect(body).toMatchObject({
      role,
      scope: role === 'admin' ? 'all' : scope,
      merchantUUID: scope === 'own' ? merchantUUID : null,
      session: null,
    });
    const may = (name: string) => (body.permissions as string[]).includes(name);
    const said = [
      ['pay', 'POST /pay'],
      ['refund', 'POST /refund'],
      ['close', 'POST /closePay'],
      ['ask', 'POST /payOrders/{uuid}/ask'],
      ['modes', 'POST /payModes'],
      ['notify', 'POST /notifyEndpoints'],
      ['templates', 'POST /registerPayModeTemplate'],
      ['settle', 'POST /payOrders/{uuid}/settle'],
      ['resolve', 'POST /exceptions/{uuid}/resolve'],
      ['reverse', 'POST /exceptions/{uuid}/reverse'],
      ['bulk', 'POST /selections'],
      ['audit', 'GET /auditRecords'],
    ].map(([name = '', key = '']) => [role, name, may(name), MAY[key]?.includes(role)]);
    expect(said.filter(([, , says, does]) => says !== does)).toEqual([]);
  }
});

test('of several scopes the highest counts, and words that only look like one do not', async () => {
  const roleOf = async (scope: unknown) => {
    const token = await signToken({ merchantUUID, scope });
    return (await createClient(gateway.url, token).get('/whoami')).body.role;
  };
  expect(await roleOf('payserver:view payserver:operate payserver:support')).toBe('operate');
  expect(await roleOf('payserver:admin payserver:view')).toBe('admin');
  for (const scope of ['payserver:Admin', 'payserver:', 'payserver:merchant', 'view', 'x:admin']) {
    expect([scope, await roleOf(scope)]).toEqual([scope, 'merchant']);
  }
  for (const scope of [['payserver:admin'], { admin: true }, 1, null]) {
    expect([scope, await roleOf(scope)]).toEqual([scope, 'merchant']);
  }
});
