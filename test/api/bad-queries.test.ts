import { beforeAll, expect, test } from 'vitest';
import { refusalProblem } from '../support/refusal.ts';
import { sharedGateway } from '../support/shared-gateway.ts';
import { newShop, type Shop, TEMPLATES } from '../support/shop.ts';

const gateway = sharedGateway();

let shop: Shop;
/** One uuid of each resource that has lists below it. */
const uuids: Record<string, string> = { exceptions: 'nowhere' };

beforeAll(async () => {
  shop = await newShop(gateway);
  const mode = await shop.open('cash');
  const { uuid, tractionNo } = (await shop.pay(mode, 'c1')).body.data;
  const refund = { payTractionNo: tractionNo, clientRefundNo: 'r1', refundAmount: 1 };
  const template = await shop.client.get(`/payModeTemplates?payTemplateId=${TEMPLATES.cash}`);
  uuids['payModeTemplates'] = template.body.items[0].uuid;
  uuids['payModes'] = mode;
  uuids['payOrders'] = uuid;
  uuids['refundOrders'] = (await shop.client.post('/refund', refund)).body.data.uuid;
  uuids['tradeRecords'] = (await shop.client.get('/tradeRecords')).body.items[0].uuid;
});

/** Every list, with what its rows are and the filters that it has beside those of every list. */
const ORDER_IDS = ['uuid', 'tractionNo', 'payModeUUID', 'payTemplateId'];
const FILTERS: Readonly<Record<string, readonly string[]>> = {
  payModeTemplates: ['uuid', 'payTemplateId', 'status', 'isOnline'],
  payModes: ['uuid', 'payTemplateId', 'isOpened', 'isFastPay', 'isOnline'],
  payOrders: [...ORDER_IDS, 'clientPayNo', 'status', 'needsReview'],
  refundOrders: [
    ...ORDER_IDS,
    ...['clientRefundNo', 'payOrderUUID', 'payTractionNo', 'status', 'needsReview'],
  ],
  tradeRecords: [...ORDER_IDS, 'payOrderUUID', 'refundOrderUUID', 'kind'],
  notifyEndpoints: ['uuid', 'status', 'kind'],
  notifyDeliveries: ['notifyEndpointUUID', 'payOrderUUID', 'refundOrderUUID', 'status'],
  notifyReplays: ['uuid', 'notifyEndpointUUID'],
  // Only operators may read it, but what means nothing is refused to everybody alike.
  exceptions: ['uuid', 'tractionNo', 'payOrderUUID', 'status', 'reason'],
};
const ORDERS = ['payOrders', 'refundOrders', 'tradeRecords'];
const LISTS = [
  ...Object.keys(FILTERS).map((list) => [`/${list}`, list] as const),
  ...below('payModeTemplates', ['payModes', ...ORDERS]),
  ...below('payModes', ORDERS),
  ...below('payOrders', ['refundOrders', 'tradeRecords']),
  ...below('refundOrders', ['tradeRecords']),
];

function below(parent: string, lists: readonly string[]) {
  return lists.map((list) => [`/${parent}/:uuid/${list}`, list] as const);
}

function pathOf(route: string): string {
  const [, parent = ''] = route.split('/');
  return route.replace(':uuid', uuids[parent] ?? '');
}

/** What no list takes, and the parameter that the refusal must name. */
const WRONG: ReadonlyArray<readonly [string, string]> = [
  ...['surprise=1', 'Limit=1', 'limit%20=1', 'constructor=1', '__proto__=1', 'page=2'].map(
    (query) => [query, decodeURIComponent(query.split('=')[0] ?? '')] as const,
  ),
  ...['0', '-1', '201', '1.5', 'x', '', '1e3x', '9007199254740993'].map(
    (limit) => [`limit=${limit}`, 'limit'] as const,
  ),
  ...['-1', '1.5', 'x', '10001', '9007199254740993'].map(
    (offset) => [`offset=${offset}`, 'offset'] as const,
  ),
  ...['', 'x', '%00', 'e30', 'W10', 'WzFd', 'x'.repeat(257), '%ff'].map(
    (cursor) => [`cursor=${cursor}`, 'cursor'] as const,
  ),
  ...['', 'payer', 'id', 'createdAt up', 'createdAt;DROP', 'uiorder', '__proto__'].map(
    (order) => [`orderBy=${encodeURIComponent(order)}`, 'orderBy'] as const,
  ),
  ...['nothing', 'payMode,nothing', 'merchant', '__proto__', '%00'].map(
    (names) => [`expand=${names}`, 'expand:'] as const,
  ),
  ...['yesterday', '2018-13-01 00:00:00', '2018-02-30 00:00:00', '2018-07-12T11:47:10', ''].flatMap(
    (time) =>
      ['createdFrom', 'createdTo'].map(
        (name) => [`${name}=${encodeURIComponent(time)}`, name] as const,
      ),
  ),
  ['limit=1&limit=2', 'limit'],
  ['offset=1&cursor=x', 'offset'],
  ['merchantUUID=a/b', 'merchantUUID'],
  ['merchantHref=nowhere', 'merchantHref'],
];

test.each(LISTS)(
  'GET %s: an unknown parameter, or one that means nothing, is a 400 with 9004 that names it',
  async (route, list) => {
    const isOwned = list !== 'payModeTemplates';
    const problems: string[] = [];
    for (const [query, field] of WRONG) {
      const answer = await shop.client.get(`${pathOf(route)}?${query}`);
      // Templates belong to nobody, so there a merchant is one more unknown parameter.
      const named = isOwned || !query.startsWith('merchant') ? field : (query.split('=')[0] ?? '');
      const problem = refusalProblem(answer, { code: 9004, field: named });
      if (problem !== null) problems.push(`${query}: ${problem}`);
    }
    expect(problems).toEqual([]);
  },
);

const WORDS = ['status', 'reason', 'kind', 'isOpened', 'isFastPay', 'isOnline', 'needsReview'];

test.each(Object.entries(FILTERS))(
  'GET /%s: each filter refuses what none of its values can be, and names itself',
  async (list, filters) => {
    const problems: string[] = [];
    for (const filter of filters) {
      const noWords = ['2', '-1', 'true', 'opened', 'Payed', 'pay,refund', 'toString'];
      const noIds = ['', '%00', 'a%00b', 'x'.repeat(65)];
      for (const value of WORDS.includes(filter) ? noWords : noIds) {
        const answer = await shop.client.get(`/${list}?${filter}=${value}`);
        const problem = refusalProblem(answer, { code: 9004, field: filter });
        if (problem !== null) problems.push(`${filter}=${value}: ${problem}`);
      }
      const twice = await shop.client.get(`/${list}?${filter}=1&${filter}=0`);
      const problem = refusalProblem(twice, { code: 9004, field: filter });
      if (problem !== null) problems.push(`${filter} twice: ${problem}`);
    }
    expect(problems).toEqual([]);
  },
);

test.each(LISTS.filter(([route]) => route.includes(':uuid')))(
  'GET %s: what the path says already is no filter any more',
  async (route) => {
    const [, parent = ''] = route.split('/');
    const own: Record<string, string[]> = {
      payModeTemplates: ['payTemplateId'],
      payModes: ['payModeUUID', 'payTemplateId'],
      payOrders: ['payOrderUUID'],
      refundOrders: ['payOrderUUID', 'refundOrderUUID'],
    };
    for (const filter of own[parent] ?? []) {
      const answer = await shop.client.get(`${pathOf(route)}?${filter}=x`);
      expect(refusalProblem(answer, { code: 9004, field: filter })).toBeNull();
    }
  },
);

test.each(Object.keys(FILTERS))('GET /%s/:uuid takes expand and nothing else', async (list) => {
  for (const query of ['surprise=1', 'limit=1', 'status=payed', 'expand=nothing']) {
    const answer = await shop.client.get(`/${list}/${uuids[list]}?${query}`);
    const field = query === 'expand=nothing' ? 'expand:' : (query.split('=')[0] ?? '');
    expect([query, refusalProblem(answer, { code: 9004, field })]).toEqual([query, null]);
  }
});

test('GET /listAllPayModes takes a merchant and an order and nothing else', async () => {
  for (const query of [
    'limit=1',
    'surprise=1',
    'orderBy=name',
    'merchantUUID=',
    'expand=payMode',
  ]) {
    const answer = await shop.client.get(`/listAllPayModes?${query}`);
    const field = query.split('=')[0] ?? '';
    expect([query, refusalProblem(answer, { code: 9004, field })]).toEqual([query, null]);
  }
});

test('GET /search takes a number or an amount, and refuses what is neither', async () => {
  const day = encodeURIComponent('2026-01-01 00:00:00');
  const WRONG_SEARCHES: ReadonlyArray<readonly [string, string]> = [
    ...['', 'limit=3', 'q=1&amount=1', `q=1&createdFrom=${day}`].map(
      (query) => [query, ''] as const,
    ),
    ...['', '%20', '%0D%0A', '%E3%80%80', '%00', 'a%00b', 'x'.repeat(129)].map(
      (q) => [`q=${q}`, 'q'] as const,
    ),
    ...['0', '-1', '1.5', 'x', '', '2147483648'].map((no) => [`amount=${no}`, 'amount'] as const),
    ...['0', '21', 'x'].map((limit) => [`q=1&limit=${limit}`, 'limit'] as const),
    [`amount=1&createdFrom=yesterday`, 'createdFrom'],
    [`amount=1&createdBefore=2026-02-30`, 'createdBefore'],
    [`amount=1&createdFrom=${day}`, 'createdFrom'],
    ['q=1&surprise=1', 'surprise'],
    ['q=1&q=2', 'q'],
    ['q=1&merchantUUID=a/b', 'merchantUUID'],
  ];
  for (const [query, field] of WRONG_SEARCHES) {
    const answer = await shop.client.get(`/search?${query}`);
    const wanted = field === '' ? { code: 9004 } : { code: 9004, field };
    expect([query, refusalProblem(answer, wanted)]).toEqual([query, null]);
  }
});

test('a cursor is good only for the order it was given for', async () => {
  for (const name of ['a', 'b', 'c']) await shop.client.post('/payModes', { name });
  const { next } = (await shop.client.get('/payModes?orderBy=uiOrder&limit=1')).body;
  const cursor = new URL(next).searchParams.get('cursor') ?? '';
  const cut = `uiOrder&cursor=${cursor.slice(0, -3)}`;
  const others = ['uiOrder%20desc', 'createdAt', 'createdAt%20desc'].map(
    (o) => `${o}&cursor=${cursor}`,
  );
  for (const query of [...others, cut]) {
    const answer = await shop.client.get(`/payModes?limit=1&orderBy=${query}`);
    expect([query, refusalProblem(answer, { code: 9004, field: 'cursor' })]).toEqual([query, null]);
  }
  const orders = await shop.client.get(`/payOrders?cursor=${cursor}`);
  expect(refusalProblem(orders, { code: 9004, field: 'cursor' })).toBeNull();
});

test('a cursor is good only for the list and the filters it was given for', async () => {
  const mode = (await shop.client.post('/payModes', { name: 'first', isOpened: 1 })).body.uuid;
  for (const no of ['k1', 'k2', 'k3']) await shop.pay(mode, no);
  const list = `/payModes/${mode}/payOrders`;
  const { next } = (await shop.client.get(`${list}?limit=1&status=payed`)).body;
  const cursor = new URL(next).searchParams.get('cursor') ?? '';
  const others = [
    `${list}?cursor=${cursor}`,
    `${list}?status=paying&cursor=${cursor}`,
    `/payOrders?status=payed&cursor=${cursor}`,
    `/payOrders?cursor=${cursor}`,
    `/refundOrders?cursor=${cursor}`,
    `/payModes/${mode}/refundOrders?cursor=${cursor}`,
  ];
  for (const path of others) {
    const answer = await shop.client.get(path);
    expect([path, refusalProblem(answer, { code: 9004, field: 'cursor' })]).toEqual([path, null]);
  }
  const more = await shop.client.get(
    `${list}?status=payed&limit=2&expand=payMode&cursor=${cursor}`,
  );
  expect([more.status, more.body.size, more.body.offset]).toEqual([200, 2, 1]);
});
