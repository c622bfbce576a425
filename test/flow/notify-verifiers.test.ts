import { expect, test, vi } from 'vitest';
import {
  ALL_FOREIGN,
  acceptedBy,
  cnFieldsOf,
  cnSignsThatHold,
  FOREIGN,
  type ForeignName,
  holdsFor,
  refusalBy,
  signaturesOf,
} from '../support/foreign-verifiers.ts';
import {
  CHEAP_TYPES,
  created,
  heard,
  nextMessage,
  openOffice,
  provokeAll,
  replayFirst,
} from '../support/notify-office.ts';
import type { Received } from '../support/notify-receiver.ts';
import { sharedGateway } from '../support/shared-gateway.ts';
import { runSql } from '../support/sql.ts';

// What the worker sends is accepted by verifiers that others wrote, and what was tampered with is not.
const gateway = sharedGateway();

test.each(['v1', 'both'])(
  'every message signed by %s is accepted by verifiers that others wrote',
  async (signing) => {
    const office = await openOffice(gateway, { signing });
    await provokeAll(office);
    await heard(office, CHEAP_TYPES);
    await replayFirst(office);
    const refused = office.receiver.received.filter(
      (message) => acceptedBy(office.secret, message).length < ALL_FOREIGN.length,
    );
    expect(refused).toEqual([]);
    const isV1a = office.receiver.received.map(
      (message) => signing === 'both' && holdsFor(office.publicKey, message),
    );
    expect(new Set(isV1a)).toEqual(new Set([signing === 'both']));
  },
);

test('a message signed by v1a alone holds for the public key that the API shows, and for no other', async () => {
  const [office, other] = [
    await openOffice(gateway, { signing: 'v1a' }),
    await openOffice(gateway, { signing: 'v1a' }),
  ];
  const message = await nextMessage(office, 'c1');
  expect(signaturesOf(message).map(([version]) => version)).toEqual(['v1a']);
  expect(holdsFor(office.publicKey, message)).toBe(true);
  expect(holdsFor(other.publicKey, message)).toBe(false);
  expect(holdsFor(office.publicKey, { ...message, body: `${message.body} ` })).toBe(false);
});

test('during a rotation messages are accepted with the old and with the new secret, afterwards with the new one alone', async () => {
  const office = await openOffice(gateway, { signing: 'both' });
  const { client } = office.shop;
  const rotate = async (body: object) =>
    created(await client.post(`${office.path}/rotateSecret`, body)).body;
  expect(acceptedBy(office.secret, await nextMessage(office, 'before'))).toEqual(ALL_FOREIGN);
  const rotated = await rotate({});
  const both = [office, rotated];
  const during = await nextMessage(office, 'during');
  for (const { secret, publicKey } of both) {
    expect(acceptedBy(secret, during)).toEqual(ALL_FOREIGN);
    expect(holdsFor(publicKey, during)).toBe(true);
  }
  await runSql(
    gateway.databaseUrl,
    `UPDATE "NotifyEndpoint" SET "prevUntil" = now() WHERE "merchantUUID" = $1`,
    [office.shop.merchantUUID],
  );
  const after = await nextMessage(office, 'after');
  expect(both.map(({ secret }) => acceptedBy(secret, after))).toEqual([[], ALL_FOREIGN]);
  expect(both.map(({ publicKey }) => holdsFor(publicKey, after))).toEqual([false, true]);
  // It has leaked: the one before signs nothing more.
  const leaked = await rotate({ overlapHours: 0 });
  const last = await nextMessage(office, 'leaked');
  const secrets = [office.secret, rotated.secret, leaked.secret];
  expect(secrets.map((secret) => acceptedBy(secret, last))).toEqual([[], [], ALL_FOREIGN]);
});

/** What a verifier says when its clock is `ms` further. */
function refusalLater(name: ForeignName, secret: string, { message, ms }: LateMessage) {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });
  try {
    return refusalBy(name, secret, message);
  } finally {
    vi.useRealTimers();
  }
}

interface LateMessage {
  readonly message: Received;
  readonly ms: number;
}

test('a changed byte, another secret and an old message are refused by them', async () => {
  const [office, other] = [await openOffice(gateway, {}), await openOffice(gateway, {})];
  const message = await nextMessage(office, 'c1');
  const { headers, body } = message;
  const changed: readonly Received[] = [
    { ...message, body: body.replace('"payAmount":500', '"payAmount":501') },
    { ...message, headers: { ...headers, 'webhook-id': `${String(headers['webhook-id'])}x` } },
    {
      ...message,
      headers: {
        ...headers,
        'webhook-timestamp': String(Number(headers['webhook-timestamp']) + 1),
      },
    },
  ];
  for (const name of Object.keys(FOREIGN) as ForeignName[]) {
    expect(refusalBy(name, office.secret, message)).toBeNull();
    expect(refusalBy(name, other.secret, message)).not.toBeNull();
    for (const one of changed) expect(refusalBy(name, office.secret, one)).not.toBeNull();
    expect(refusalLater(name, office.secret, { message, ms: 200_000 })).toBeNull();
    expect(refusalLater(name, office.secret, { message, ms: 310_000 })).toMatch(/too old/);
  }
});

test.each(['cn', 'cnForm'])(
  'the %s format holds by what its document says, with signPrev during a rotation',
  async (format) => {
    const office = await openOffice(gateway, { format, ack: 'success' }, () => ({
      body: 'SUCCESS',
    }));
    const { client } = office.shop;
    const before = cnFieldsOf(await nextMessage(office, 'a&b=c%d+中文'));
    expect(before).toMatchObject({ clientPayNo: 'a&b=c%d+中文', notifyType: 'payment.succeeded' });
    expect(before['clientExtraParams']).toBe('{"orderNo":"P1","orderAmount":210}');
    expect(cnSignsThatHold(office.secret, before)).toEqual(['sign']);
    expect(before['signPrev']).toBeUndefined();
    const rotated = created(await client.post(`${office.path}/rotateSecret`, {})).body;
    const during = cnFieldsOf(await nextMessage(office, 'c2'));
    expect(cnSignsThatHold(rotated.secret, during)).toEqual(['sign']);
    expect(cnSignsThatHold(office.secret, during)).toEqual(['signPrev']);
    for (const name of Object.keys(during).filter((field) => !field.startsWith('sign'))) {
      expect(cnSignsThatHold(rotated.secret, { ...during, [name]: `${during[name]}0` })).toEqual(
        [],
      );
    }
    expect(during['nonce']).not.toBe(before['nonce']);
  },
);
