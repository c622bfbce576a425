import { createHmac, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A request as a sender makes it. */
export interface Message {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What is signed, and when. */
export interface Draft {
  readonly id: string;
  /** Unix seconds */
  readonly seconds: number | string;
  readonly body: string | Buffer;
}

/** A secret as the gateway shows it, and what stands in it. */
export function newSecret(bytes = 32) {
  const key = randomBytes(bytes);
  return { text: `whsec_${key.toString('base64')}`, key };
}

/** A pair for `v1a`: the public key as the gateway shows it, and a signer. */
export function newKeyPair() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(String(publicKey.export({ format: 'jwk' }).x), 'base64url');
  return {
    raw,
    text: `whpk_${raw.toString('base64')}`,
    sign: (draft: Draft) => `v1a,${sign(null, signedOf(draft), privateKey).toString('base64')}`,
  };
}

/** The bytes under a signature of Standard Webhooks 1.0.0. */
export function signedOf({ id, seconds, body }: Draft): Buffer {
  return Buffer.concat([Buffer.from(`${id}.${seconds}.`), Buffer.from(body)]);
}

/** A signature `v1`, made here from the specification, by no code of the gateway or of its client. */
export function v1(key: Uint8Array, draft: Draft): string {
  return `v1,${createHmac('sha256', key).update(signedOf(draft)).digest('base64')}`;
}

/** A message with these signatures. */
export function messageOf(draft: Draft, ...signatures: readonly string[]): Message {
  return {
    headers: {
      'content-type': 'application/json',
      'webhook-id': draft.id,
      'webhook-timestamp': String(draft.seconds),
      'webhook-signature': signatures.join(' '),
    },
    body: Buffer.from(draft.body),
  };
}

export const nowSeconds = () => Math.floor(Date.now() / 1_000);

/** The body of a payment's event. */
export function paymentBody(changes: Readonly<Record<string, unknown>> = {}): string {
  const data = {
    merchantUUID: 'shop-1',
    sequence: 2,
    status: 'payed',
    clientPayNo: 'c1',
    tractionNo: '17600000000000000001',
    thirdPayNo: '4200001',
    payModeUUID: 'mode-1',
    payAmount: 100,
    refundAmount: 0,
    payFinishAt: '2026-11-29 08:00:00',
    href: 'http://localhost:6009/api/v1.0.0/payOrders/order-1',
    ...changes,
  };
  return JSON.stringify({ type: 'payment.succeeded', timestamp: '2026-11-29T00:00:00.000Z', data });
}

/** The fields of a payment's event in the CN format, not signed. */
export function cnFields(changes: Readonly<Record<string, string | number>> = {}) {
  return {
    notifyId: 'evt_1',
    notifyType: 'payment.succeeded',
    notifyTime: '2026-11-29 08:00:00',
    timestamp: String(nowSeconds()),
    nonce: randomBytes(16).toString('hex'),
    signType: 'HMAC-SHA256',
    merchantUUID: 'shop-1',
    sequence: 2,
    status: 'payed',
    clientPayNo: 'c1',
    tractionNo: '17600000000000000001',
    payAmount: 100,
    ...changes,
  };
}

export type CnFields = Readonly<Record<string, string | number>>;

/** The signature of the CN format as docs/notifications.md says, by no code of the gateway or of its client. */
export function cnSign(key: Uint8Array, fields: CnFields, algorithm = 'sha256'): string {
  return createHmac(algorithm, key).update(cnText(fields)).digest('hex');
}

/** What it signs. */
export function cnText(fields: CnFields): string {
  const escape = (value: string | number) =>
    String(value).replace(/[%&=]/g, (one) => encodeURIComponent(one));
  const names = Object.keys(fields).toSorted();
  return names.map((name) => `${name}=${escape(fields[name] ?? '')}`).join('&');
}

/** A message of these fields, whatever they are, as JSON or as a form. */
export function cnMessage(fields: CnFields, kind: 'json' | 'form'): Message {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) form.set(name, String(value));
  const [type, body] =
    kind === 'json'
      ? ['application/json', JSON.stringify(fields)]
      : ['application/x-www-form-urlencoded', form.toString()];
  return { headers: { 'content-type': type }, body: Buffer.from(body) };
}
