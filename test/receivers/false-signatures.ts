import { createHash, createHmac } from 'node:crypto';
import {
  type CnFields,
  cnFields,
  cnMessage,
  cnSign,
  cnText,
  type Draft,
  type Message,
  messageOf,
  newKeyPair,
  newSecret,
  nowSeconds,
  paymentBody,
  signedOf,
  v1,
} from './messages.ts';

/** What the receiver has, and so what an attacker may know, but for the secret and the private key. */
export function newScene() {
  const secret = newSecret();
  const pair = newKeyPair();
  const draft: Draft = { id: 'evt_01', seconds: nowSeconds(), body: paymentBody() };
  return { secret, pair, draft, genuine: messageOf(draft, v1(secret.key, draft)) };
}

export type Scene = ReturnType<typeof newScene>;

const hmac = (algorithm: string, key: string | Uint8Array, signed: string | Uint8Array) =>
  createHmac(algorithm, key).update(signed).digest('base64');

const signatureOf = ({ genuine }: Scene) => String(genuine.headers['webhook-signature']);

/** The genuine message with other headers. */
const withHeaders = ({ genuine }: Scene, headers: Readonly<Record<string, string>>): Message => ({
  ...genuine,
  headers: { ...genuine.headers, ...headers },
});

const withSignature = (scene: Scene, signature: string) =>
  withHeaders(scene, { 'webhook-signature': signature });

const withBody = ({ genuine }: Scene, body: string | Buffer): Message => ({
  ...genuine,
  body: Buffer.from(body),
});

const without = ({ genuine }: Scene, name: string): Message => ({
  ...genuine,
  headers: Object.fromEntries(Object.entries(genuine.headers).filter(([key]) => key !== name)),
});

/** Signed with the right secret, at another time. */
const signedAt = ({ secret, draft }: Scene, seconds: number | string) => {
  const other = { ...draft, seconds };
  return messageOf(other, v1(secret.key, other));
};

const own = (scene: Scene, key: string | Uint8Array, algorithm = 'sha256') =>
  withSignature(scene, `v1,${hmac(algorithm, key, signedOf(scene.draft))}`);

type Forge = (scene: Scene) => Message;

/** Messages that are not genuine, by what is wrong with them: of everything but that they are the genuine one. */
export const FALSE_SIGNATURES: Readonly<Record<string, Forge>> = {
  'no id': (scene) => without(scene, 'webhook-id'),
  'no timestamp': (scene) => without(scene, 'webhook-timestamp'),
  'no signature': (scene) => without(scene, 'webhook-signature'),
  'an empty id': (scene) => withHeaders(scene, { 'webhook-id': '' }),
  'an empty timestamp': (scene) => withHeaders(scene, { 'webhook-timestamp': '' }),
  'an empty signature': (scene) => withSignature(scene, ''),
  'a version without a signature': (scene) => withSignature(scene, 'v1,'),
  'a version without a comma': (scene) => withSignature(scene, 'v1'),
  'a signature without a version': (scene) => withSignature(scene, signatureOf(scene).slice(3)),
  'an unknown version': (scene) => withSignature(scene, signatureOf(scene).replace('v1,', 'v2,')),
  'a version in capitals': (scene) =>
    withSignature(scene, signatureOf(scene).replace('v1,', 'V1,')),
  'an HMAC that calls itself v1a': (scene) =>
    withSignature(scene, signatureOf(scene).replace('v1,', 'v1a,')),
  'the id of another message': (scene) => withHeaders(scene, { 'webhook-id': 'evt_02' }),
  'an id in capitals': (scene) => withHeaders(scene, { 'webhook-id': 'EVT_01' }),
  'another timestamp': (scene) =>
    withHeaders(scene, { 'webhook-timestamp': String(Number(scene.draft.seconds) + 1) }),
  'a timestamp with a zero in front': (scene) =>
    withHeaders(scene, { 'webhook-timestamp': `0${scene.draft.seconds}` }),
  'a timestamp with a fraction': (scene) => signedAt(scene, `${scene.draft.seconds}.0`),
  'a timestamp with a sign': (scene) => signedAt(scene, `+${scene.draft.seconds}`),
  'a timestamp in hex': (scene) => signedAt(scene, `0x${Number(scene.draft.seconds).toString(16)}`),
  'a timestamp with an exponent': (scene) => signedAt(scene, `${scene.draft.seconds}e0`),
  'a timestamp in ms': (scene) => signedAt(scene, `${scene.draft.seconds}000`),
  'a timestamp that is no number': (scene) => signedAt(scene, 'NaN'),
  'a timestamp that never ends': (scene) => signedAt(scene, '9'.repeat(400)),
  'a recording of an hour ago': (scene) => signedAt(scene, nowSeconds() - 3_600),
  'a recording of six minutes ago': (scene) => signedAt(scene, nowSeconds() - 360),
  'one from six minutes ahead': (scene) => signedAt(scene, nowSeconds() + 360),
  'a larger amount': (scene) => withBody(scene, paymentBody({ payAmount: 1_000 })),
  'a line break behind the body': (scene) => withBody(scene, `${scene.draft.body.toString()}\n`),
  'a byte order mark before the body': (scene) =>
    withBody(scene, `\uFEFF${scene.draft.body.toString()}`),
  'the body parsed and written again with blanks': (scene) =>
    withBody(scene, JSON.stringify(JSON.parse(scene.draft.body.toString()), null, 1)),
  'no body': (scene) => withBody(scene, ''),
  'half of the body': (scene) => withBody(scene, scene.draft.body.slice(0, 40)),
  'the secret of another endpoint': (scene) => own(scene, newSecret().key),
  'an empty key': (scene) => own(scene, ''),
  'the secret as text, not what stands in it': (scene) => own(scene, scene.secret.text),
  'the base64 of the secret as the key': (scene) =>
    own(scene, scene.secret.text.replace('whsec_', '')),
  'the public key as the key of an HMAC': (scene) => own(scene, scene.pair.raw),
  'the public key as text as the key of an HMAC': (scene) => own(scene, scene.pair.text),
  'SHA-1': (scene) => own(scene, scene.secret.key, 'sha1'),
  'SHA-512': (scene) => own(scene, scene.secret.key, 'sha512'),
  MD5: (scene) => own(scene, scene.secret.key, 'md5'),
  'a hash without a key': (scene) =>
    withSignature(
      scene,
      `v1,${createHash('sha256').update(signedOf(scene.draft)).digest('base64')}`,
    ),
  'the body alone signed': (scene) =>
    withSignature(scene, `v1,${hmac('sha256', scene.secret.key, scene.draft.body)}`),
  'id and body signed, not the time': (scene) => {
    const { id, body } = scene.draft;
    return withSignature(
      scene,
      `v1,${hmac('sha256', scene.secret.key, `${id}.${body.toString()}`)}`,
    );
  },
  'a signature in hex': (scene) =>
    withSignature(
      scene,
      `v1,${Buffer.from(signatureOf(scene).slice(3), 'base64').toString('hex')}`,
    ),
  'a signature cut short': (scene) => withSignature(scene, signatureOf(scene).slice(0, -4)),
  'a signature of one byte': (scene) => withSignature(scene, 'v1,AA=='),
  'a signature without its padding': (scene) =>
    withSignature(scene, signatureOf(scene).replace(/=+$/, '')),
  'a signature with something behind it': (scene) => withSignature(scene, `${signatureOf(scene)}A`),
  'a signature in small letters': (scene) =>
    withSignature(scene, `v1,${signatureOf(scene).slice(3).toLowerCase()}a`),
  'signatures separated by commas': (scene) =>
    withSignature(scene, `v1,AA==,${signatureOf(scene)}`),
  'the genuine one behind a thousand others': (scene) =>
    withSignature(scene, [...Array<string>(1_000).fill('v1,AA=='), signatureOf(scene)].join(' ')),
  'an id with a dot, time and body moved behind it': (scene) => {
    const body = `${nowSeconds()}.${paymentBody({ payAmount: 1 })}`;
    const draft = { ...scene.draft, body };
    const [seconds = '', ...rest] = body.split('.');
    const id = `${draft.id}.${draft.seconds}`;
    return messageOf({ id, seconds, body: rest.join('.') }, v1(scene.secret.key, draft));
  },
  'an Ed25519 signature of another pair': (scene) =>
    withSignature(scene, newKeyPair().sign(scene.draft)),
  'an Ed25519 signature of another message': (scene) =>
    withSignature(scene, scene.pair.sign({ ...scene.draft, id: 'evt_02' })),
  'an Ed25519 signature that calls itself v1': (scene) =>
    withSignature(scene, scene.pair.sign(scene.draft).replace('v1a,', 'v1,')),
  'an Ed25519 signature of zeros': (scene) =>
    withSignature(scene, `v1a,${Buffer.alloc(64).toString('base64')}`),
};

type CnForge = (fields: CnFields, key: Buffer) => CnFields;

const withoutField = (fields: CnFields, name: string): CnFields =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));
const unsigned = (fields: CnFields): CnFields => withoutField(fields, 'sign');
const signed = (key: Uint8Array, fields: CnFields): CnFields => ({
  ...fields,
  sign: cnSign(key, fields),
});

/** The same for the CN format, from the fields of a genuine message. */
export const FALSE_CN: Readonly<Record<string, CnForge>> = {
  'no sign': unsigned,
  'an empty sign': (fields) => ({ ...fields, sign: '' }),
  'a larger amount': (fields) => ({ ...fields, payAmount: 1_000 }),
  'a field more': (fields) => ({ ...fields, extra: '1' }),
  'a field less': (fields) => withoutField(fields, 'clientPayNo'),
  'two values grown into one': (fields) => {
    const { payAmount, ...rest } = fields;
    return { ...rest, nonce: `${fields['nonce']}&payAmount=${payAmount}` };
  },
  'another nonce': (fields) => ({ ...fields, nonce: '0'.repeat(32) }),
  'another time': (fields) => ({ ...fields, timestamp: String(nowSeconds() - 1) }),
  'a recording of an hour ago': (fields, key) =>
    signed(key, { ...unsigned(fields), timestamp: String(nowSeconds() - 3_600) }),
  'one from an hour ahead': (fields, key) =>
    signed(key, { ...unsigned(fields), timestamp: String(nowSeconds() + 3_600) }),
  'no time': (fields, key) => signed(key, withoutField(unsigned(fields), 'timestamp')),
  'the secret of another endpoint': (fields) => signed(newSecret().key, unsigned(fields)),
  'an empty key': (fields) => signed(Buffer.alloc(0), unsigned(fields)),
  MD5: (fields, key) => ({ ...fields, sign: cnSign(key, unsigned(fields), 'md5') }),
  'MD5 with the key behind the text': (fields, key) => {
    const text = `${cnText(unsigned(fields))}&key=${key.toString('base64')}`;
    return { ...fields, sign: createHash('md5').update(text).digest('hex').toUpperCase() };
  },
  'a sign in capitals': (fields) => ({ ...fields, sign: String(fields['sign']).toUpperCase() }),
  'a sign cut short': (fields) => ({ ...fields, sign: String(fields['sign']).slice(0, 32) }),
};

/** A genuine message of the CN format for this secret, as fields. */
export function genuineCn(key: Buffer): CnFields {
  return signed(key, cnFields());
}

/** {@link FALSE_CN} as a request. */
export function falseCn(forge: CnForge, key: Buffer, kind: 'json' | 'form'): Message {
  return cnMessage(forge(genuineCn(key), key), kind);
}
