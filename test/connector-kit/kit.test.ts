import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { signedHeaders } from '../support/notices.ts';
import { type ArmedConnectors, buildArmedConnector } from './armed-connector.ts';
import { type KitScene, payBody, refundBody, startKitScene } from './kit-scene.ts';

let build: ArmedConnectors;
let scene: KitScene;
beforeAll(async () => {
  build = await buildArmedConnector();
  // Long enough for a machine that is too busy: what is confirmed here must not be closed before.
  const timing = { callMs: 4_000, leaseMs: 4_500, closeAfterMs: 30_000 };
  scene = await startKitScene(build, { isRepeatable: false, timing });
});
afterAll(async () => {
  await scene.stop();
  await build.remove();
});

describe('two processes of one connector', () => {
  test('make one charge of a number that both are sent at once', async () => {
    const other = await scene.another();
    const bodies = Array.from({ length: 20 }, () => payBody(scene, { code: 'pay' }));
    const post = async (url: string, body: object) => await postTo(url, body);
    const own = `http://127.0.0.1:${portOf(scene)}`;
    await Promise.all(bodies.flatMap((body) => [post(own, body), post(other.url, body)]));
    const ends = await Promise.all(
      bodies.map(async (body) => (await scene.gateway.untilEnd('/pay', body)).ret),
    );
    // On a machine that is too busy a call may be given up before it arrives: then it is cancelled.
    const charged = bodies.map(({ tractionNo }) => scene.bank.timesCharged(tractionNo));
    expect(charged).toEqual(ends.map((ret) => (ret === 'success' ? 1 : 0)));
    expect(ends).toContain('success');
    await other.stop();
  });

  test('the one that lives goes on with what the other has left', async () => {
    const other = await scene.another();
    const bodies = Array.from({ length: 10 }, () => payBody(scene, { code: 'wait' }));
    await Promise.all(bodies.map(async (body) => await postTo(other.url, body)));
    other.signal('SIGKILL');
    await other.exited;
    for (const { tractionNo } of bodies) scene.bank.confirm(tractionNo);
    for (const { tractionNo } of bodies) {
      const notices = await eventually(
        async () => scene.gateway.noticesOf(tractionNo),
        (heard) => heard.length > 0,
      );
      expect(notices.map(({ ret }) => ret)).toEqual(['success']);
    }
  });
});

describe('notices', () => {
  test('are sent again with the same id until they are taken', async () => {
    const body = payBody(scene, { code: 'wait' });
    scene.gateway.refuseNotices(body.tractionNo, 2);
    await scene.gateway.call('/pay', body);
    scene.bank.confirm(body.tractionNo);
    const heard = await eventually(
      async () => scene.gateway.noticesOf(body.tractionNo),
      (notices) => notices.length > 0,
    );
    expect(heard).toEqual([{ id: `${body.tractionNo}-success-0`, ret: 'success' }]);
    const noticeAt = async () => (await scene.rowOf(body.tractionNo))['notice_at'];
    expect(await eventually(noticeAt, (at) => at === null)).toBeNull();
  });

  test('go to no address that is not allowed', async () => {
    const body = { ...payBody(scene, { code: 'wait' }), notifyUrl: 'http://169.254.169.254/x' };
    await scene.gateway.call('/pay', body);
    scene.bank.confirm(body.tractionNo);
    const output = async () => scene.connector().output();
    await eventually(output, (text) => text.includes('notifyUrl is not allowed'));
    expect(await output()).not.toContain('169.254.169.254/x');
  });
});

describe('money', () => {
  test('another amount under a known number is answered without a ret, and charges nothing', async () => {
    const body = payBody(scene, { code: 'pay' });
    await scene.gateway.untilEnd('/pay', body);
    const other = await scene.gateway.call('/pay', { ...body, payAmount: 501 });
    expect([other.status, other.ret]).toEqual([409, 'unknown']);
    expect(scene.bank.net(body.tractionNo)).toBe(500);
  });

  test('refunds at once give back no more than the payment', async () => {
    const pay = payBody(scene, { code: 'pay' });
    await scene.gateway.untilEnd('/pay', pay);
    const refunds = Array.from({ length: 8 }, () => refundBody(scene, pay.tractionNo, 200));
    const ends = await Promise.all(
      refunds.map(async (body) => await scene.gateway.untilEnd('/refund', body)),
    );
    const given = ends.filter(({ ret }) => ret === 'success');
    expect([given.length, scene.bank.net(pay.tractionNo)]).toEqual([2, 100]);
    const refused = ends.find(({ ret }) => ret === 'failed');
    expect(refused?.body['thirdErrorReason']).toBe('more than is left of the payment');
  });

  test('money that comes after the payment was closed is sent back, and the gateway hears of no success', async () => {
    const late = await startKitScene(build, {
      isRepeatable: false,
      timing: { closeAfterMs: 500, lateQueriesMs: Array.from({ length: 40 }, (_, at) => 300 * at) },
    });
    const body = payBody(late, { code: 'late' });
    const { ret } = await late.gateway.untilEnd('/pay', body);
    late.bank.confirm(body.tractionNo);
    expect([ret, late.bank.net(body.tractionNo)]).toEqual(['failed', 500]);
    const isBack = async () => late.bank.net(body.tractionNo);
    expect(await eventually(isBack, (net) => net === 0)).toBe(0);
    expect(late.gateway.noticesOf(body.tractionNo).map((one) => one.ret)).not.toContain('success');
    await late.stop();
  });
});

describe('what nobody may see', () => {
  test.each(['pay', 'lose'])(
    'the code of a payment is in no log and in no row: %s',
    async (act) => {
      const secret = 'hidden-code-0815';
      const body = payBody(scene, { code: `${act}:${secret}` });
      await scene.gateway.untilEnd('/pay', body);
      const row = JSON.stringify(await scene.rowOf(body.tractionNo));
      expect(row).toContain(body.tractionNo);
      expect(row + scene.connector().output()).not.toContain(secret);
    },
  );
});

function portOf({ connector }: KitScene): string {
  return /"port":(\d+)/.exec(connector().output())?.[1] ?? '';
}

async function postTo(url: string, body: object): Promise<unknown> {
  const text = JSON.stringify(body);
  const headers = signedHeaders(text, { secret: scene.gateway.secret, id: `x-${Math.random()}` });
  const answer = await fetch(`${url}/pay`, {
    method: 'POST',
    body: text,
    headers: { ...headers, 'content-type': 'application/json' },
  });
  return await answer.json();
}
