import { secondsFromNow } from '../support/sign-token.ts';
import type { CanaryScene } from './canary-scene.ts';

type Speaker = Pick<
  CanaryScene,
  'till' | 'token' | 'admin' | 'plants' | 'newPay' | 'sign' | 'payTemplateId'
>;

/** Sends secrets where they do not belong, in every way that the gateway refuses. */
export async function sendRefused(scene: Speaker): Promise<void> {
  await sendBadBodies(scene);
  await sendBadAddresses(scene);
  await sendBadNumbers(scene);
  await sendBadSettings(scene);
  await sendBadHeaders(scene);
}

async function sendBadBodies({ till, token, plants, newPay }: Speaker): Promise<void> {
  const bad = newPay('refused');
  const cut = JSON.stringify(newPay('cut')).slice(0, -1);
  const twice = `{"payBarCode":"${plants.barcode('barcode twice')}",${cut.slice(1)},"payer":"B"}`;
  const name = plants.barcode('barcode as a name');
  const deep = { a: { [plants.barcode('barcode as a deep name').padEnd(65, 'x')]: 1 } };
  const bodies: ReadonlyArray<readonly [unknown, number]> = [
    [{ ...bad, payAmount: plants.barcode('barcode as an amount') }, 400],
    [JSON.stringify(bad).replace('500', plants.barcode('barcode as a number')), 400],
    [{ ...bad, payParams: [plants.barcode('barcode in a list')] }, 400],
    [{ ...bad, payParams: plants.barcode('barcode as payParams') }, 400],
    [{ ...bad, [name]: 1 }, 400],
    [`{"${name}":1,"${name}":2}`, 400],
    [{ ...bad, payParams: deep }, 400],
    [{ ...bad, payModeUUID: plants.barcode('barcode as a mode') }, 404],
    [{ ...bad, payee: 'http://shops.example/shops/another' }, 403],
    [{ ...bad, payee: `http://x/${plants.barcode('barcode as a payee')}` }, 403],
    [cut, 400],
    [twice, 400],
  ];
  for (const [body, expect] of bodies) await till.say({ path: '/pay', token, body, expect });
  const large = JSON.stringify(newPay('large'));
  const head = [
    'POST /api/v1/pay HTTP/1.1',
    `authorization: Bearer ${token}`,
    'content-length: 2000000',
  ];
  // The rest is never sent: it would meet a closed connection.
  await till.shout([...head, 'content-type: application/json', '', large].join('\r\n'), 413);
  const batchPayData = [
    newPay('succeed'),
    7,
    { ...newPay('element'), payAmount: 'x' },
    { ...newPay('element'), [name]: 1 },
    newPay('elsewhere', { payModeUUID: 'none' }),
  ];
  const prefer = { prefer: 'respond-async' };
  await till.say({
    path: '/batchPay',
    token,
    headers: prefer,
    body: { batchPayData },
    expect: 200,
  });
}

async function sendBadAddresses({ till, token, admin, plants, newPay }: Speaker): Promise<void> {
  const lost = `/pay/${plants.barcode('barcode in a path')}`;
  await till.say({ path: lost, token, body: newPay('lost its way'), expect: 404 });
  const asked = `/pay?payBarCode=${plants.barcode('barcode in the query of a payment')}`;
  await till.say({
    path: asked,
    token,
    body: newPay('cash', { payModeUUID: 'none' }),
    expect: 404,
  });
  const reads: ReadonlyArray<readonly [string, number]> = [
    [`/payOrders/${plants.barcode('barcode as an id')}`, 404],
    [`/payOrders?payBarCode=${plants.barcode('barcode in a query')}`, 400],
    [`/payOrders?${plants.barcode('barcode as a parameter')}=1`, 400],
    [`/payOrders?expand=${plants.barcode('barcode to expand')}`, 400],
    [`/payOrders?cursor=${plants.barcode('barcode as a cursor')}`, 400],
    [`/tradeRecords?status=${plants.barcode('barcode as a status')}`, 400],
    [`/payOrders?createdFrom=${plants.barcode('barcode as a time')}`, 400],
  ];
  for (const [path, expect] of reads) await till.say({ method: 'GET', path, token, expect });
  const outcome = { outcome: 'failed', reason: plants.barcode('barcode as a reason') };
  for (const path of ['/payOrders', '/refundOrders']) {
    const settle = `${path}/${plants.barcode('barcode as an order to settle')}/settle`;
    await till.say({ path: settle, token: admin, body: outcome, expect: 404 });
  }
}

async function sendBadNumbers({ till, token, plants }: Speaker): Promise<void> {
  const clientExtraParams = { payBarCode: plants.barcode('barcode in a refused refund') };
  const refund = {
    payTractionNo: plants.barcode('barcode as a tractionNo'),
    // A batch tells its caller by this number which answer is whose.
    clientRefundNo: plants.barcode('barcode as a clientRefundNo', ['answer']),
    clientExtraParams,
  };
  await till.say({ path: '/refund', token, body: refund, expect: 404 });
  const batchRefundData = [refund, { ...refund, refundAmount: 'x' }, refund.payTractionNo];
  await till.say({ path: '/batchRefund', token, body: { batchRefundData }, expect: 200 });
}

async function sendBadSettings({ till, token, admin, plants, ...scene }: Speaker): Promise<void> {
  const secret = plants.word('notifySecret of a template that is refused');
  const { payTemplateId } = scene;
  const template = { payTemplateId, name: 'x', notifySecret: `whsec_${secret}` };
  const register = { path: '/registerPayModeTemplate', body: template };
  await till.say({ ...register, token, expect: 403 });
  const wrong = { ...template, notifySecret: `!${secret}` };
  await till.say({ ...register, body: wrong, token: admin, expect: 400 });
  const own = {
    name: 'own',
    isOnline: 1,
    isOpened: 1,
    payUrl: 'http://127.0.0.1:9/pay',
    refundUrl: 'http://127.0.0.1:9/refund',
    notifySecret: plants.word('notifySecret of an own mode'),
  };
  const made = await till.say({ path: '/payModes', token, body: own, expect: 201 });
  const change = { notifySecret: plants.word('notifySecret that is changed') };
  await till.say({ path: `/payModes/${made.uuid}`, token, body: change, expect: 400 });
}

async function sendBadHeaders({ till, token, plants, newPay, sign }: Speaker): Promise<void> {
  const body = newPay('bad headers', { payModeUUID: 'none' });
  const forms: ReadonlyArray<readonly [string, string, number]> = [
    ['content-type', `text/plain; x=${plants.barcode('barcode as a content-type')}`, 415],
    ['content-type', plants.barcode('barcode as a content-type'), 415],
    ['prefer', `wait=${plants.barcode('barcode as a wait')}`, 404],
    ['x-request-id', plants.word('secret as a request id'), 404],
    ['user-agent', plants.word('secret as a user agent'), 404],
    ['idempotency-key', plants.word('secret as an idempotency key'), 404],
    ['x-forwarded-for', plants.word('secret as an address'), 404],
  ];
  for (const [name, value, expect] of forms) {
    await till.say({ path: '/pay', token, headers: { [name]: value }, body, expect });
  }
  for (const [what, claims, key] of [
    ['a stale token', { exp: secondsFromNow(-3_600) }, undefined],
    ['a forged token', {}, 'a key that the gateway does not know'],
  ] as const) {
    const refused = await sign(what, claims, key);
    await till.say({ path: '/pay', token: refused, body, expect: 401 });
  }
  await till.say({ path: '/pay', token: plants.word('no token at all'), body, expect: 401 });
  const basic = {
    authorization: `Basic ${plants.word('password')}`,
    cookie: plants.word('cookie'),
  };
  await till.say({ path: '/pay', headers: basic, body, expect: 401 });
  const bearer = `authorization: Bearer ${plants.word('token of no HTTP')}`;
  await till.shout(`GET /x HTTP/9.9\r\n${bearer}\r\n\r\n`, 400);
  const target = plants.barcode('barcode to connect to');
  await till.shout(`CONNECT ${target}:80 HTTP/1.1\r\n${bearer}\r\n\r\n`, 400);
}
