import type { PayModeRow } from '@payserver/shared/store/pay-modes';
import type { PayModeTemplateRow } from '@payserver/shared/store/templates';
import { Type } from 'typebox';
import { Flag, FlagInput, HrefOrNone, NullableText } from '../../http/schemas/common.ts';

const MAX_NAME = 128;
const MAX_DESCRIPTION = 1_024;
const MAX_VALID_HOURS = 24 * 365;
const MAX_TIMEOUT_MS = 120_000;
const MAX_CONCURRENCY = 10_000;
/** Base64 of at least 24 bytes (Standard Webhooks): with anything else no call could be signed. */
const SECRET = '^$|^(?:whsec_)?(?:[A-Za-z0-9+/]{4}){8,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$';
const MAX_SECRET = 256;
const MAX_SECRET_PARAMS = 20;
const MAX_CONNECTOR_ID = 64;

const LateSuccessPolicy = Type.Unsafe<'reverse' | 'accept' | 'review'>({
  type: 'string',
  enum: ['reverse', 'accept', 'review'],
  description: 'what becomes of money that arrives after its order was closed',
});

const SecretParams = Type.Array(Type.String({ minLength: 1, maxLength: MAX_NAME }), {
  maxItems: MAX_SECRET_PARAMS,
  uniqueItems: true,
  description: 'keys of payParams that only the connector may read, beside payBarCode',
});

export const Name = Type.String({ minLength: 1, maxLength: MAX_NAME });

/**
 * What a template, or a mode of a merchant's own, may say of itself and its connector; all optional,
 * absent means unchanged or the default, '' means none.
 */
export const CONNECTOR_INPUT = {
  description: Type.Optional(Type.String({ maxLength: MAX_DESCRIPTION })),
  checkEnvUrl: Type.Optional(HrefOrNone),
  payUrl: Type.Optional(HrefOrNone),
  refundUrl: Type.Optional(HrefOrNone),
  queryUrl: Type.Optional(HrefOrNone),
  cancelUrl: Type.Optional(HrefOrNone),
  connectorId: Type.Optional(
    Type.String({
      description:
        'keeps who the connector is when its addresses change: name it in every registration with a payUrl; empty: ' +
        'the origin and path of payUrl say it',
      maxLength: MAX_CONNECTOR_ID,
      pattern: '^[A-Za-z0-9._-]*$',
    }),
  ),
  iconHref: Type.Optional(HrefOrNone),
  orderValidTime: Type.Optional(
    Type.Integer({ minimum: 1, maximum: MAX_VALID_HOURS, description: 'hours' }),
  ),
  isOnline: Type.Optional(FlagInput),
  isSignAccount: Type.Optional(FlagInput),
  isAsyncNotify: Type.Optional(FlagInput),
  isThridPay: Type.Optional(FlagInput),
  payChannel: Type.Optional(Type.String({ maxLength: MAX_NAME })),
  payWay: Type.Optional(Type.String({ maxLength: MAX_NAME })),
  isIdempotent: Type.Optional(FlagInput),
  timeoutMs: Type.Optional(Type.Integer({ minimum: 100, maximum: MAX_TIMEOUT_MS })),
  maxConcurrency: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_CONCURRENCY })),
  notifySecret: Type.Optional(
    Type.String({
      description: 'signs calls and notices (Standard Webhooks); never answered; empty: none',
      maxLength: MAX_SECRET,
      pattern: SECRET,
    }),
  ),
  secretParams: Type.Optional(SecretParams),
  lateSuccessPolicy: Type.Optional(LateSuccessPolicy),
};

/** The same as resources show it; the secret is write-only. */
export const CONNECTOR_OUTPUT = {
  description: NullableText,
  checkEnvUrl: NullableText,
  payUrl: NullableText,
  refundUrl: NullableText,
  queryUrl: NullableText,
  cancelUrl: NullableText,
  connectorId: NullableText,
  iconHref: NullableText,
  orderValidTime: Type.Integer({ description: 'hours' }),
  isOnline: Flag,
  isSignAccount: Flag,
  isAsyncNotify: Flag,
  isThridPay: Flag,
  payChannel: NullableText,
  payWay: NullableText,
  isIdempotent: Flag,
  timeoutMs: Type.Integer(),
  maxConcurrency: Type.Integer(),
  hasNotifySecret: Flag,
  secretParams: SecretParams,
  lateSuccessPolicy: LateSuccessPolicy,
};

/** What they say of themselves and their connector; never the secret. */
export function presentConnector(row: PayModeTemplateRow | PayModeRow) {
  return {
    name: row.name,
    description: row.description,
    checkEnvUrl: row.checkEnvUrl,
    payUrl: row.payUrl,
    refundUrl: row.refundUrl,
    queryUrl: row.queryUrl,
    cancelUrl: row.cancelUrl,
    connectorId: row.connectorId,
    iconHref: row.iconHref,
    orderValidTime: row.orderValidTime,
    isOnline: row.isOnline,
    isSignAccount: row.isSignAccount,
    isAsyncNotify: row.isAsyncNotify,
    isThridPay: row.isThridPay,
    payChannel: row.payChannel,
    payWay: row.payWay,
    isIdempotent: row.isIdempotent,
    timeoutMs: row.timeoutMs,
    maxConcurrency: row.maxConcurrency,
    secretParams: row.secretParams,
    hasNotifySecret: row.notifySecret === null || row.notifySecret === '' ? 0 : 1,
    lateSuccessPolicy: row.lateSuccessPolicy,
  };
}
