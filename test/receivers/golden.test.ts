import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createReceiver } from '@payserver/client/receiver';
import { cnFieldsOf, cnFormOf, cnTextOf } from '@payserver/shared/domain/notify/cn-format';
import { BODY_VERSION, bodyOf } from '@payserver/shared/domain/notify/render';
import { cnSignature, webhookSignature } from '@payserver/shared/runtime/notify-signature';
import {
  newEndpointSecret,
  shownPublicKey,
  shownSecret,
} from '@payserver/shared/runtime/sealed-secret';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { describe, expect, test } from 'vitest';
import { GOLDEN_EVENTS } from './golden-events.ts';
import { cnSign, cnText, nowSeconds } from './messages.ts';

const FOLDER = join(import.meta.dirname, 'golden');
const golden = new Map(
  readFileSync(join(FOLDER, 'v1.txt'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]),
);
const EVENTS = Object.entries(GOLDEN_EVENTS);

test('every version of the body has its golden file, and every body in it an event', () => {
  for (let version = 1; version <= BODY_VERSION; version += 1) {
    expect(existsSync(join(FOLDER, `v${version}.txt`))).toBe(true);
  }
  expect([...golden.keys()]).toEqual(EVENTS.map(([name]) => name));
});

test.each(EVENTS)('%s has the bytes that version 1 has for ever', (name, message) => {
  expect(bodyOf(message)).toBe(golden.get(name));
});

/** The message as a worker sends it, signed with these secrets. */
function sent(body: string, secrets: readonly Secret[], signing = 'v1') {
  const [id, timestamp] = ['evt_01JDqXk3V9rJ2mT5bYwZcE', nowSeconds()];
  return {
    body,
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': webhookSignature({ secrets, signing, id, timestamp, body }),
    },
  };
}

type Secret = ReturnType<typeof newEndpointSecret>;
type Sent = ReturnType<typeof sent>;

/** What each verifier reads of a message with this secret; a body that it refuses is an error. */
const VERIFIERS: Readonly<Record<string, (secret: Secret, message: Sent) => unknown>> = {
  standardwebhooks: (secret, { body, headers }) =>
    new StandardWebhook(shownSecret(secret)).verify(body, headers),
  svix: (secret, { body, headers }) => new SvixWebhook(shownSecret(secret)).verify(body, headers),
  'our v1': (secret, message) => ours(shownSecret(secret), message),
  'our v1a': (secret, message) => ours(shownPublicKey(secret), message),
};

function ours(secret: string, message: Sent) {
  const { type, timestamp, data } = createReceiver({ secrets: [secret] }).verify(message);
  return { type, timestamp, data };
}

const READS: Readonly<Record<string, RegExp>> = {
  v1: /^(?:standardwebhooks|svix|our v1)$/,
  v1a: /^our v1a$/,
  both: /./,
};

describe.each(['v1', 'v1a', 'both'])('signed %s', (signing) => {
  const readers = Object.entries(VERIFIERS).filter(([name]) => READS[signing]?.test(name));

  test.each(readers)('%s accepts every message, also during a rotation', (_, verify) => {
    const [now, before] = [newEndpointSecret(), newEndpointSecret()];
    for (const body of golden.values()) {
      const content: unknown = JSON.parse(body);
      expect(verify(now, sent(body, [now], signing))).toEqual(content);
      for (const secret of [now, before]) {
        expect(verify(secret, sent(body, [now, before], signing))).toEqual(content);
      }
    }
  });

  test.each(readers)('%s refuses the secret that counts no more', (_, verify) => {
    const [now, before] = [newEndpointSecret(), newEndpointSecret()];
    const message = sent(golden.get('paid') ?? '', [now], signing);
    expect(() => verify(before, message)).toThrow(/signature/);
  });
});

describe.each(['json', 'form'])('the CN format as %s', (kind) => {
  test.each(EVENTS)('%s is read by our receiver, during a rotation too', (_, message) => {
    const [now, before] = [newEndpointSecret(), newEndpointSecret()];
    const attempt = {
      id: 'evt_01',
      notifyTime: '2026-11-29 08:39:39',
      timestamp: nowSeconds(),
      nonce: '0123456789abcdef0123456789abcdef',
    };
    const fields = cnFieldsOf(message, attempt);
    const text = cnTextOf(fields);
    const [sign, signPrev] = [cnSignature(now, text), cnSignature(before, text)];
    // The documents' own rule, written by other hands.
    expect([text, sign]).toEqual([cnText(fields), cnSign(now.hmac, fields)]);
    const signed = { ...fields, sign, signPrev };
    const request =
      kind === 'json'
        ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(signed) }
        : { headers: { 'content-type': FORM }, body: cnFormOf(signed) };
    for (const secret of [now, before]) {
      const read = createReceiver({ secrets: [shownSecret(secret)] }).verifyCn(request);
      const { sequence, tractionNo } = message.data;
      const [order, number] = [tractionNo ?? null, sequence ?? null];
      expect(read).toMatchObject({ id: 'evt_01', type: message.type, order, sequence: number });
    }
  });
});

const FORM = 'application/x-www-form-urlencoded';
