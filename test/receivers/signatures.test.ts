import {
  createReceiver,
  NotificationRefused,
  type NotificationRequest,
} from '@payserver/client/receiver';
import { describe, expect, test } from 'vitest';
import { FALSE_CN, FALSE_SIGNATURES, falseCn, genuineCn, newScene } from './false-signatures.ts';
import { cnMessage, messageOf, newKeyPair, newSecret, nowSeconds, v1 } from './messages.ts';

/** Why it was refused; null when it was not. */
function refusalOf(read: () => unknown): string | null {
  try {
    read();
    return null;
  } catch (error) {
    if (error instanceof NotificationRefused) return error.reason;
    throw error;
  }
}

test('at least 40 false signatures are tried', () => {
  expect(Object.keys(FALSE_SIGNATURES).length).toBeGreaterThanOrEqual(40);
});

describe('the standard format', () => {
  test('a genuine message is read', () => {
    const { secret, pair, genuine } = newScene();
    const receiver = createReceiver({ secrets: [secret.text, pair.text] });
    expect(receiver.verify(genuine)).toMatchObject({
      id: 'evt_01',
      type: 'payment.succeeded',
      timestamp: '2026-11-29T00:00:00.000Z',
      isReplay: false,
      order: '17600000000000000001',
      sequence: 2,
      data: { status: 'payed', payAmount: 100 },
    });
  });

  test.each(Object.entries(FALSE_SIGNATURES))('%s is refused', (_, forge) => {
    const scene = newScene();
    const receiver = createReceiver({ secrets: [scene.secret.text, scene.pair.text] });
    expect(refusalOf(() => receiver.verify(forge(scene)))).not.toBeNull();
    expect(refusalOf(() => receiver.verify(scene.genuine))).toBeNull();
  });

  test.each([
    ['twice', ['evt_01', 'evt_01']],
    ['as nothing', undefined],
  ])('a header that is there %s is refused', (_, id) => {
    const { secret, genuine } = newScene();
    const headers = { ...genuine.headers, 'webhook-id': id };
    const receiver = createReceiver({ secrets: [secret.text] });
    expect(refusalOf(() => receiver.verify({ ...genuine, headers }))).toBe('headers');
  });

  test('a header that is there in two cases of letters is refused', () => {
    const { secret, genuine } = newScene();
    const headers = { ...genuine.headers, 'Webhook-Id': 'evt_02' };
    const receiver = createReceiver({ secrets: [secret.text] });
    expect(refusalOf(() => receiver.verify({ ...genuine, headers }))).toBe('headers');
  });

  test('a signed body that is no event is refused', () => {
    const secret = newSecret();
    const receiver = createReceiver({ secrets: [secret.text] });
    for (const body of ['', '[]', 'null', '{"type":"a"}', '{', Buffer.from([0x7b, 0xff, 0x7d])]) {
      const draft = { id: 'evt_01', seconds: nowSeconds(), body };
      const message = messageOf(draft, v1(secret.key, draft));
      expect(refusalOf(() => receiver.verify(message))).toBe('body');
    }
  });

  test('a body beyond every message of the gateway is refused before it is hashed', () => {
    const secret = newSecret();
    const draft = { id: 'evt_01', seconds: nowSeconds(), body: ' '.repeat(200_000) };
    const message = messageOf(draft, v1(secret.key, draft));
    const receiver = createReceiver({ secrets: [secret.text] });
    expect(refusalOf(() => receiver.verify(message))).toBe('tooLarge');
  });

  test('a parsed body is a mistake of the program, and says so', () => {
    const { secret, genuine } = newScene();
    const parsed = { headers: genuine.headers, body: JSON.parse(genuine.body.toString()) };
    const receiver = createReceiver({ secrets: [secret.text] });
    expect(() => receiver.verify(parsed as NotificationRequest)).toThrow(TypeError);
  });

  test('the tolerance holds in both directions, to the second', () => {
    const { secret, draft, genuine } = newScene();
    const at = (seconds: number) => {
      const now = () => new Date((Number(draft.seconds) + seconds) * 1_000);
      const receiver = createReceiver({ secrets: [secret.text], now, toleranceSeconds: 60 });
      return refusalOf(() => receiver.verify(genuine));
    };
    expect([at(-61), at(-60), at(0), at(60), at(61)]).toEqual([
      'tooNew',
      ...[null, null, null],
      'tooOld',
    ]);
  });

  test('headers of Fetch and headers in other letters are read alike', () => {
    const { secret, genuine } = newScene();
    const receiver = createReceiver({ secrets: [secret.text] });
    const upper = Object.entries(genuine.headers).map(([name, value]) => [
      name.toUpperCase(),
      value,
    ]);
    const replayed = { ...genuine.headers, 'payserver-replay': '1' };
    for (const headers of [new Headers(replayed), Object.fromEntries(upper)]) {
      expect(receiver.verify({ ...genuine, headers }).id).toBe('evt_01');
    }
    expect(receiver.verify({ ...genuine, headers: new Headers(replayed) }).isReplay).toBe(true);
    expect(receiver.verify({ ...genuine, body: genuine.body.toString() }).isReplay).toBe(false);
  });
});

describe('a rotation', () => {
  test('the message is read by who has the secret before, the new one or both', () => {
    const [before, after] = [newSecret(), newSecret()];
    const { draft } = newScene();
    const message = messageOf(draft, v1(after.key, draft), v1(before.key, draft));
    for (const secrets of [[before.text], [after.text], [after.text, before.text]]) {
      expect(createReceiver({ secrets }).verify(message).id).toBe('evt_01');
    }
    const other = createReceiver({ secrets: [newSecret().text] });
    expect(refusalOf(() => other.verify(message))).toBe('signature');
  });

  test('v1 and v1a side by side: each receiver checks what it has a key for', () => {
    const { secret, pair, draft } = newScene();
    const message = messageOf(draft, v1(secret.key, draft), pair.sign(draft));
    for (const secrets of [[secret.text], [pair.text]]) {
      expect(createReceiver({ secrets }).verify(message).id).toBe('evt_01');
    }
    const other = createReceiver({ secrets: [newKeyPair().text] });
    expect(refusalOf(() => other.verify(message))).toBe('signature');
  });
});

describe.each(['json', 'form'] as const)('the CN format as %s', (kind) => {
  test('a genuine message is read, with numbers as numbers', () => {
    const secret = newSecret();
    const receiver = createReceiver({ secrets: [secret.text] });
    expect(receiver.verifyCn(cnMessage(genuineCn(secret.key), kind))).toMatchObject({
      id: 'evt_1',
      type: 'payment.succeeded',
      order: '17600000000000000001',
      sequence: 2,
      data: { status: 'payed', payAmount: 100, clientPayNo: 'c1' },
    });
  });

  test.each(Object.entries(FALSE_CN))('%s is refused', (_, forge) => {
    const secret = newSecret();
    const receiver = createReceiver({ secrets: [secret.text] });
    expect(refusalOf(() => receiver.verifyCn(falseCn(forge, secret.key, kind)))).not.toBeNull();
  });

  test('the sign of the secret before counts during a rotation', () => {
    const [before, after] = [newSecret(), newSecret()];
    const { sign: signPrev = '', ...fields } = genuineCn(before.key);
    const message = cnMessage({ ...fields, sign: '0'.repeat(64), signPrev }, kind);
    const both = createReceiver({ secrets: [after.text, before.text] });
    expect(both.verifyCn(message).id).toBe('evt_1');
    const one = createReceiver({ secrets: [after.text] });
    expect(refusalOf(() => one.verifyCn(message))).toBe('signature');
  });
});

test.each([
  ['text/plain', 'a=1'],
  ['application/x-www-form-urlencoded', 'sign=a&sign=b'],
  ['application/json', '[]'],
  ['application/json', '{"a":{}}'],
])('no message of the CN format: %s %s', (type, body) => {
  const receiver = createReceiver({ secrets: [newSecret().text] });
  const read = () => receiver.verifyCn({ headers: { 'content-type': type }, body });
  expect(refusalOf(read)).not.toBeNull();
});

describe('what is no secret stops the start, and is not repeated', () => {
  test.each([
    ['none', []],
    ['without its prefix', [newSecret().text.slice(6)]],
    ['empty', ['whsec_']],
    ['too short', [newSecret(23).text]],
    ['too long', [newSecret(65).text]],
    ['no base64', [`whsec_${'*'.repeat(40)}`]],
    ['a public key of another length', [`whpk_${Buffer.alloc(31).toString('base64')}`]],
    ['one of two', [newSecret().text, 'secret']],
  ])('%s', (_, secrets) => {
    let message = '';
    try {
      createReceiver({ secrets });
    } catch (error) {
      message = error instanceof TypeError ? error.message : '';
    }
    expect(message).not.toBe('');
    for (const secret of secrets) expect(message).not.toContain(secret.slice(6) || 'nothing');
  });
});
