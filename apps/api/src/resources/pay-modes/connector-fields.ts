import {
  CONNECTOR_KINDS,
  type ConnectorKind,
  connectorKindOf,
} from '@payserver/shared/domain/connector-kind';
import { pick } from '@payserver/shared/runtime/pick';
import type { PayModeRow } from '@payserver/shared/store/pay-modes';
import type { ConnectorFields, PayModeTemplateRow } from '@payserver/shared/store/templates';
import { type TSchema, Type } from 'typebox';
import {
  described,
  flag,
  flagInput,
  HrefOrNone,
  integer,
  nullableText,
  VALID_SECONDS,
} from '../../http/schemas/common.ts';

const MAX_NAME = 128;
const MAX_DESCRIPTION = 1_024;
const MAX_VALID_HOURS = 24 * 365;
const MAX_TIMEOUT_MS = 120_000;
const MAX_CONCURRENCY = 10_000;
/** Base64 of at least 24 bytes (Standard Webhooks): with anything else no call could be signed. */
const SECRET = '^$|^(?:whsec_)?(?:[A-Za-z0-9+/]{4}){8,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$';
const MAX_SECRET = 256;
const MAX_SECRET_PARAMS = 20;
const MAX_SEARCH_KEYS = 3;
const MAX_CONNECTOR_ID = 64;

const LateSuccessPolicy = Type.Unsafe<'reverse' | 'accept' | 'review'>({
  type: 'string',
  enum: ['reverse', 'accept', 'review'],
  description: 'What becomes of money that arrives after its order was closed.',
});

const Kind = Type.Unsafe<ConnectorKind>({
  type: 'string',
  enum: CONNECTOR_KINDS,
  description:
    'Whether money moves. `real`: it does, cash and on account too; `sandbox`: the built-in sandbox, it does not; ' +
    '`stub`: an imitation of a third party for tests, it does not.',
});

const SecretParams = Type.Array(Type.String({ minLength: 1, maxLength: MAX_NAME }), {
  maxItems: MAX_SECRET_PARAMS,
  uniqueItems: true,
  description: 'Keys of payParams that only the connector may read, beside payBarCode.',
});

const SearchKeys = Type.Array(Type.String({ minLength: 1, maxLength: MAX_NAME }), {
  maxItems: MAX_SEARCH_KEYS,
  uniqueItems: true,
  description:
    'By what its payments are found besides their numbers: names of fields of `clientExtraParams` whose texts or numbers ' +
    'are searched for, and `payBarCode` for the whole barcode, of which only a code is stored. Each one costs every payment a row.',
});

/** What each field means, asked for and answered. */
export const MEANS = {
  name: 'What people call it.',
  description: 'For people.',
  checkEnvUrl: 'Asked whether a merchant is set up, before it opens a mode.',
  payUrl: 'Where the connector takes payments.',
  refundUrl: 'Where the connector takes refunds.',
  queryUrl: 'Where the connector says what became of a payment or refund.',
  cancelUrl: 'Where the connector closes a payment whose time is over.',
  iconHref: 'A picture for screens.',
  orderValidTime: 'Hours in which a payment may still be carried out.',
  orderValidSeconds: 'The same in seconds, 10 or more; 0: the hours count.',
  isOnline:
    '1: a connector decides; 0: recorded, not charged: the money changed hands at the till.',
  isSignAccount: '1: on account; 0: paid.',
  isAsyncNotify: '1: the connector reports the end by a notice.',
  isThridPay: '1: by a third party such as WeChat.',
  payChannel: 'The third party, for screens.',
  payWay: 'How it is paid there, for screens.',
  isIdempotent: '1: the connector treats a repeated `tractionNo` as the same payment.',
  timeoutMs: 'How long the connector may take for one call, ms.',
  maxConcurrency: 'Calls at the same time, at most, for each worker process.',
  dropsPayData: '1: `payData` of a payment is deleted once it is final.',
};

export const Name = Type.String({ minLength: 1, maxLength: MAX_NAME, description: MEANS.name });

const urlInput = (description: string) => Type.Optional(described(HrefOrNone, description));
const textInput = (maxLength: number, description: string) =>
  Type.Optional(Type.String({ maxLength, description }));
const optionalFlag = (description: string) => Type.Optional(flagInput(description));

/**
 * What a template, or a mode of a merchant's own, may say of itself and its connector; all optional,
 * absent means unchanged or the default, '' means none.
 */
export const CONNECTOR_INPUT = {
  description: textInput(MAX_DESCRIPTION, MEANS.description),
  checkEnvUrl: urlInput(MEANS.checkEnvUrl),
  payUrl: urlInput(MEANS.payUrl),
  refundUrl: urlInput(MEANS.refundUrl),
  queryUrl: urlInput(MEANS.queryUrl),
  cancelUrl: urlInput(MEANS.cancelUrl),
  connectorId: Type.Optional(
    Type.String({
      description:
        'Keeps who the connector is when its addresses change: name it in every registration with a payUrl; empty: ' +
        'the origin and path of payUrl say it.',
      maxLength: MAX_CONNECTOR_ID,
      pattern: '^[A-Za-z0-9._-]*$',
    }),
  ),
  iconHref: urlInput(MEANS.iconHref),
  orderValidTime: Type.Optional(
    Type.Integer({ minimum: 1, maximum: MAX_VALID_HOURS, description: MEANS.orderValidTime }),
  ),
  orderValidSeconds: Type.Optional(
    Type.Integer({
      ...VALID_SECONDS,
      minimum: 0,
      not: { type: 'integer', minimum: 1, exclusiveMaximum: VALID_SECONDS.minimum },
      description: MEANS.orderValidSeconds,
    }),
  ),
  isOnline: optionalFlag(MEANS.isOnline),
  isSignAccount: optionalFlag(MEANS.isSignAccount),
  isAsyncNotify: optionalFlag(MEANS.isAsyncNotify),
  isThridPay: optionalFlag(MEANS.isThridPay),
  payChannel: textInput(MAX_NAME, MEANS.payChannel),
  payWay: textInput(MAX_NAME, MEANS.payWay),
  isIdempotent: optionalFlag(MEANS.isIdempotent),
  timeoutMs: Type.Optional(
    Type.Integer({ minimum: 100, maximum: MAX_TIMEOUT_MS, description: MEANS.timeoutMs }),
  ),
  maxConcurrency: Type.Optional(
    Type.Integer({ minimum: 1, maximum: MAX_CONCURRENCY, description: MEANS.maxConcurrency }),
  ),
  notifySecret: Type.Optional(
    Type.String({
      description: 'Signs calls and notices (Standard Webhooks); never answered; empty: none.',
      maxLength: MAX_SECRET,
      pattern: SECRET,
    }),
  ),
  secretParams: Type.Optional(SecretParams),
  searchKeys: Type.Optional(SearchKeys),
  lateSuccessPolicy: Type.Optional(LateSuccessPolicy),
  dropsPayData: optionalFlag(MEANS.dropsPayData),
  connectorKind: Type.Optional(Kind),
} satisfies Record<keyof ConnectorFields, TSchema>;

/** The same as resources show it; the secret is write-only. */
export const CONNECTOR_OUTPUT = {
  description: nullableText(MEANS.description),
  checkEnvUrl: nullableText(MEANS.checkEnvUrl),
  payUrl: nullableText(MEANS.payUrl),
  refundUrl: nullableText(MEANS.refundUrl),
  queryUrl: nullableText(MEANS.queryUrl),
  cancelUrl: nullableText(MEANS.cancelUrl),
  connectorId: nullableText(
    'Who the connector is, whatever its addresses; without it the origin and path of `payUrl` say it.',
  ),
  iconHref: nullableText(MEANS.iconHref),
  orderValidTime: integer(MEANS.orderValidTime),
  orderValidSeconds: integer(MEANS.orderValidSeconds),
  isOnline: flag(MEANS.isOnline),
  isSignAccount: flag(MEANS.isSignAccount),
  isAsyncNotify: flag(MEANS.isAsyncNotify),
  isThridPay: flag(MEANS.isThridPay),
  payChannel: nullableText(MEANS.payChannel),
  payWay: nullableText(MEANS.payWay),
  isIdempotent: flag(MEANS.isIdempotent),
  timeoutMs: integer(MEANS.timeoutMs),
  maxConcurrency: integer(MEANS.maxConcurrency),
  hasNotifySecret: flag('1: calls and notices are signed.'),
  secretParams: SecretParams,
  searchKeys: SearchKeys,
  lateSuccessPolicy: LateSuccessPolicy,
  dropsPayData: flag(MEANS.dropsPayData),
  connectorKind: Kind,
} satisfies Record<Exclude<keyof ConnectorFields, 'notifySecret'> | 'hasNotifySecret', TSchema>;

const { hasNotifySecret: _computed, connectorKind: _ofConnector, ...COLUMNS } = CONNECTOR_OUTPUT;

/** What they say of themselves and their connector; never the secret. */
export function presentConnector(row: PayModeTemplateRow | PayModeRow) {
  const hasNotifySecret = row.notifySecret === null || row.notifySecret === '' ? 0 : 1;
  const connectorKind = connectorKindOf(row);
  return { name: row.name, ...pick(row, COLUMNS), hasNotifySecret, connectorKind };
}
