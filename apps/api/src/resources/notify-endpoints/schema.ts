import { NOTIFY_TYPES, type NotifyType } from '@payserver/shared/domain/notify/event-types';
import {
  LONGEST_RETRY_S,
  MOST_RETRIES,
  SCHEDULE_NAMES,
} from '@payserver/shared/domain/notify/retries';
import { type Static, Type } from 'typebox';
import {
  described,
  IDENTITY,
  Id,
  integer,
  link,
  MERCHANT_INPUT,
  nullableInteger,
  nullableText,
  nullableWireTime,
  text,
  wireTime,
} from '../../http/schemas/common.ts';

const word = <Word extends string>(words: readonly Word[], description: string) =>
  Type.Unsafe<Word>({ type: 'string', enum: [...words], description });

const URL_MEANS =
  'Where messages are posted to: https, at a public address unless `NOTIFY_ALLOW` says more.';
const TYPES = 'Which events; empty: all of them.';
const PAY_MODES = 'Only events of these pay modes; empty: of all.';
const TEMPLATES = 'Only events of modes of these templates; empty: of all.';
const FORMAT =
  '`standard`: Standard Webhooks, JSON. `cn`: a flat JSON object with `sign`, as Chinese providers send it; `cnForm`: the same ' +
  'as a form.';
const ACK = 'What counts as taken: any answer 2xx, or 2xx whose body is `SUCCESS` or `success`.';
const SIGNING = 'How `standard` messages are signed: HMAC-SHA256 (`v1`), ed25519 (`v1a`), or both.';
const SCHEDULE =
  'When a message that was not taken is sent again: `default` over 72 hours, `wechat` over 24 hours as WeChat Pay does, ' +
  '`custom` as `customSchedule` says.';
const CUSTOM_SCHEDULE = 'Of `custom`: the seconds to wait after each attempt that failed.';
const NAME = 'What you call it.';
const CA =
  'PEM of a certificate authority of your own, trusted beside the well-known ones; null: none.';
const TIMEOUT = 'How long one attempt may take, ms.';
const IN_FLIGHT = 'Messages that are sent at the same time, at most.';
const RATE = 'Messages in a second, at most; null: no limit.';

const MAX_URL = 512;
const MAX_NAME = 64;
const MAX_CA = 16_384;
const MAX_FILTERS = 50;

/** Where a merchant wants messages, in a request. */
const NotifyUrl = Type.String({
  maxLength: MAX_URL,
  pattern: '^https?://',
  description: URL_MEANS,
});

const EventTypeInput = Type.Unsafe<NotifyType>({ type: 'string', enum: [...NOTIFY_TYPES] });

const filterOf = (description: string) =>
  Type.Array(Id, { maxItems: MAX_FILTERS, uniqueItems: true, description });

/** What a merchant may say of an endpoint at any time. */
const SETTINGS = {
  name: Type.Optional(Type.String({ maxLength: MAX_NAME, description: NAME })),
  format: Type.Optional(word(['standard', 'cn', 'cnForm'], FORMAT)),
  types: Type.Optional(
    Type.Array(EventTypeInput, {
      maxItems: NOTIFY_TYPES.length,
      uniqueItems: true,
      description: TYPES,
    }),
  ),
  payModeUUIDs: Type.Optional(filterOf(PAY_MODES)),
  payTemplateIds: Type.Optional(filterOf(TEMPLATES)),
  ack: Type.Optional(word(['2xx', 'success'], ACK)),
  signing: Type.Optional(word(['v1', 'v1a', 'both'], SIGNING)),
  schedule: Type.Optional(word(SCHEDULE_NAMES, SCHEDULE)),
  customSchedule: Type.Optional(
    Type.Array(Type.Integer({ minimum: 1, maximum: LONGEST_RETRY_S }), {
      maxItems: MOST_RETRIES,
      description: CUSTOM_SCHEDULE,
    }),
  ),
  timeoutMs: Type.Optional(Type.Integer({ minimum: 1_000, maximum: 30_000, description: TIMEOUT })),
  maxInFlight: Type.Optional(Type.Integer({ minimum: 1, maximum: 64, description: IN_FLIGHT })),
  ratePerS: Type.Optional(
    Type.Unsafe<number | null>({
      type: ['integer', 'null'],
      minimum: 1,
      maximum: 10_000,
      description: RATE,
    }),
  ),
  ca: Type.Optional(
    Type.Unsafe<string | null>({
      type: ['string', 'null'],
      maxLength: MAX_CA,
      description: CA,
    }),
  ),
};

const Kind = word(
  ['fixed', 'adhoc'],
  '`fixed`: gets the events of its merchant. `adhoc`: gets those of orders whose `notifyUrl` is of the same origin.',
);

/** Body of POST notifyEndpoints. */
export const NotifyEndpointBody = Type.Object(
  {
    url: NotifyUrl,
    kind: Type.Optional(Kind),
    ...SETTINGS,
    ...MERCHANT_INPUT,
  },
  { title: 'NotifyEndpointRequest', additionalProperties: false },
);
export type NotifyEndpointBody = Static<typeof NotifyEndpointBody>;

/** Body of POST notifyEndpoints/:uuid. */
export const ChangeNotifyEndpointBody = Type.Object(
  {
    url: Type.Optional(NotifyUrl),
    ...SETTINGS,
    status: Type.Optional(
      word(
        ['on', 'paused'],
        '`paused`: messages wait. `on`: they are sent, also after it went `off`.',
      ),
    ),
  },
  { title: 'NotifyEndpointChange', additionalProperties: false },
);
export type ChangeNotifyEndpointBody = Static<typeof ChangeNotifyEndpointBody>;

const RESOURCE = {
  ...IDENTITY,
  merchantUUID: text('The merchant.'),
  kind: Kind,
  name: text(NAME),
  url: text(`${URL_MEANS} Of one that is \`adhoc\` its origin.`),
  types: described(Type.Array(Type.String()), TYPES),
  payModeUUIDs: described(Type.Array(Type.String()), PAY_MODES),
  payTemplateIds: described(Type.Array(Type.String()), TEMPLATES),
  format: text(FORMAT),
  ack: text(ACK),
  signing: text(SIGNING),
  publicKey: nullableText('What checks `v1a` signatures, as `whpk_` and base64; null for `v1`.'),
  schedule: text(SCHEDULE),
  customSchedule: described(Type.Array(Type.Integer()), CUSTOM_SCHEDULE),
  timeoutMs: integer(TIMEOUT),
  maxInFlight: integer(IN_FLIGHT),
  ratePerS: nullableInteger(RATE),
  ca: nullableText(CA),
  status: word(
    ['on', 'paused', 'off'],
    '`off`: the gateway has stopped sending, and says why in `offReason`.',
  ),
  offReason: nullableText('Why it is off.'),
  offAt: nullableWireTime('When it was switched off.'),
  isSlow: integer('0 or 1. 1: it answers slowly or fails, and is sent to apart from the others.'),
  failingSince: nullableWireTime('Since when messages fail.'),
  lastOkAt: nullableWireTime('When a message was last taken.'),
  averageMs: integer('How long it takes to answer, ms, a moving average.'),
  waiting: integer('Messages that are not taken yet, nearly.'),
  oldSecretUntil: nullableWireTime('Until when the secret before the last rotation signs as well.'),
  version: integer('The version of the message bodies, that of the day it was made.'),
  createdAt: wireTime('When it was made.'),
  modifiedAt: wireTime('When it was last changed.'),
  notifyDeliveries: link('What was sent to it.'),
};

/** An endpoint on the wire; its secret is never shown. */
export const NotifyEndpointResource = Type.Object(RESOURCE, { title: 'NotifyEndpoint' });
export type NotifyEndpointResource = Static<typeof NotifyEndpointResource>;

/** An endpoint right after its secret was made. */
export const NotifyEndpointWithSecret = Type.Object(
  {
    ...RESOURCE,
    secret: text('What signs its messages, as `whsec_` and base64. Shown this once.'),
  },
  { title: 'NotifyEndpointWithSecret' },
);

/** Body of POST notifyEndpoints/:uuid/rotateSecret. */
export const RotateSecretBody = Type.Object(
  {
    overlapHours: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 168,
        description: 'How long the old secret signs as well; 24 without it. 0: it has leaked.',
      }),
    ),
  },
  { title: 'RotateSecretRequest', additionalProperties: false },
);
