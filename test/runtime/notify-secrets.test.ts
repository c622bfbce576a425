import { createPublicKey, verify } from 'node:crypto';
import { webhookSignature } from '@payserver/shared/runtime/notify-signature';
import {
  createSecretSeal,
  newEndpointSecret,
  shownPublicKey,
  shownSecret,
} from '@payserver/shared/runtime/sealed-secret';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';

const KEY = 'a-secret-of-the-gateway-of-32-bytes-or-more';
const secret = newEndpointSecret();
const seal = createSecretSeal(KEY);

describe('a sealed secret', () => {
  test('opens for its endpoint and for no other', () => {
    const sealed = seal.seal(secret, 'endpoint1');
    expect(seal.open(sealed, 'endpoint1')).toEqual(secret);
    expect(sealed).not.toContain(secret.hmac.toString('base64url').slice(0, 8));
    expect(() => seal.open(sealed, 'endpoint2')).toThrow(/cannot be opened/);
    expect(() => createSecretSeal(`${KEY}!`).open(sealed, 'endpoint1')).toThrow(/cannot be opened/);
  });

  test.each([
    ['empty', ''],
    ['of another form', 'v2.AAAA'],
    ['short', `v1.${'A'.repeat(20)}`],
  ])('that is %s is refused', (_what, sealed) => {
    expect(() => seal.open(sealed, 'endpoint1')).toThrow('a sealed secret has another form');
  });

  test('that was changed anywhere is refused', () => {
    const sealed = seal.seal(secret, 'endpoint1');
    for (let at = 3; at < sealed.length - 1; at += 7) {
      const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
      expect(() => seal.open(changed, 'endpoint1')).toThrow(
        /^a sealed secret (has another form|cannot be opened)/,
      );
    }
  });
});

test('v1 is what a foreign verifier accepts; v1a is ed25519 over the same bytes', () => {
  const [timestamp, body] = [Math.floor(Date.now() / 1_000), '{"type":"x"}'];
  const said = { secrets: [secret], signing: 'both', id: 'evt_1', timestamp, body };
  const signature = webhookSignature(said);
  const headers = {
    ...{ 'webhook-id': 'evt_1', 'webhook-timestamp': String(timestamp) },
    'webhook-signature': signature,
  };
  expect(new Webhook(shownSecret(secret)).verify(body, headers)).toEqual({ type: 'x' });
  const raw = Buffer.from(shownPublicKey(secret).replace('whpk_', ''), 'base64');
  const key = createPublicKey({
    ...{ format: 'der', type: 'spki' },
    key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]),
  });
  const v1a = signature.split(' ').find((one) => one.startsWith('v1a,')) ?? '';
  const bytes = Buffer.from(`evt_1.${timestamp}.${body}`);
  expect(verify(null, bytes, key, Buffer.from(v1a.slice('v1a,'.length), 'base64'))).toBe(true);
});
