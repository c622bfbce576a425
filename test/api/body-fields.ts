import {
  type FieldKind,
  flag,
  freeForm,
  id,
  link,
  linkOrNone,
  names,
  record,
  text,
  textOrNull,
  whole,
  wholes,
  word,
  words,
} from './wrong-values.ts';

/** A kind of body: what its fields take, and which of them must be there. */
export interface BodyKind {
  readonly fields: Readonly<Record<string, FieldKind>>;
  readonly required: readonly string[];
}

const connector = {
  description: text(1_024),
  checkEnvUrl: linkOrNone,
  payUrl: linkOrNone,
  refundUrl: linkOrNone,
  queryUrl: linkOrNone,
  cancelUrl: linkOrNone,
  connectorId: text(64, 'a b', 'a/b', 'http://a', 'ä'),
  iconHref: linkOrNone,
  orderValidTime: whole(1, 8_760),
  orderValidSeconds: whole(0, 2_592_000),
  isOnline: flag,
  isSignAccount: flag,
  isAsyncNotify: flag,
  isThridPay: flag,
  payChannel: text(128),
  payWay: text(128),
  isIdempotent: flag,
  timeoutMs: whole(100, 120_000),
  maxConcurrency: whole(1, 10_000),
  notifySecret: text(256, 'x'.repeat(23), 'not-base64!'.repeat(3), `${'A'.repeat(32)}B`),
  secretParams: names(20),
  searchKeys: names(3),
  lateSuccessPolicy: word(7, 'Reverse', 'toString'),
  dropsPayData: flag,
  connectorKind: word(7, 'Real', 'fake'),
};
const choice = {
  isOpened: flag,
  uiOrder: whole(-1_000_000, 1_000_000),
  isFastPay: flag,
  connectorParams: freeForm,
};
const merchant = {
  merchantHref: link,
  merchantUUID: text(64, '', 'a/b', 'a b', '../x'),
};

/** Where messages are sent. */
const hook = text(512, '', 'shop.example/x', 'ftp://a/b', ' https://a', 'javascript:1');

export const REGISTER_TEMPLATE: BodyKind = {
  fields: {
    uuid: text(64, '', 'a b', 'a/b', 'ä'),
    payTemplateId: text(64, '', 'a:b', 'a b', 'ä'),
    name: text(128, ''),
    ...connector,
    status: word(8, 'Enabled', 'open'),
  },
  required: ['payTemplateId', 'name'],
};

export const OPEN_OWN_MODE: BodyKind = {
  fields: { ...merchant, ...choice, name: text(128, ''), ...connector },
  required: [],
};

export const OPEN_FROM_TEMPLATE: BodyKind = {
  fields: { ...merchant, ...choice, payTemplateId: id },
  required: ['payTemplateId'],
};

export const CHANGE_MODE: BodyKind = { fields: choice, required: [] };

export const PAY: BodyKind = {
  fields: {
    payModeUUID: id,
    payer: text(256, ''),
    payee: link,
    payAmount: whole(1, 100_000_000),
    clientPayNo: id,
    validSeconds: whole(10, 2_592_000),
    terminal: record,
    notifyUrl: hook,
    payParams: freeForm,
    clientExtraParams: freeForm,
  },
  required: ['payModeUUID', 'payer', 'payee', 'payAmount', 'clientPayNo'],
};

export const REFUND: BodyKind = {
  fields: {
    payTractionNo: id,
    clientRefundNo: id,
    refundAmount: whole(1, 100_000_000),
    isCancel: flag,
    notifyUrl: hook,
    clientExtraParams: freeForm,
  },
  required: ['payTractionNo', 'clientRefundNo'],
};

/** What may be said of an endpoint at any time. */
const endpoint = {
  url: hook,
  name: text(64),
  format: word(8, 'CN'),
  types: words(15),
  payModeUUIDs: names(50),
  payTemplateIds: names(50),
  ack: word(7, '2XX', '200'),
  signing: word(4, 'V1', 'v2'),
  schedule: word(7, 'Default', 'never'),
  customSchedule: wholes(30),
  timeoutMs: whole(1_000, 30_000),
  maxInFlight: whole(1, 64),
  ca: textOrNull(16_384),
};

export const OPEN_ENDPOINT: BodyKind = {
  fields: { ...merchant, ...endpoint, kind: word(5, 'Fixed') },
  required: ['url'],
};

export const CHANGE_ENDPOINT: BodyKind = {
  fields: { ...endpoint, status: word(6, 'off', 'On') },
  required: [],
};

export const ROTATE_SECRET: BodyKind = { fields: { overlapHours: whole(0, 168) }, required: [] };

export const REPLAY: BodyKind = {
  fields: {
    from: text(32, '', 'yesterday', '2018-13-01 00:00:00'),
    to: text(32, '', 'tomorrow'),
    types: words(10),
    only: word(7, 'none'),
    state: word(8, 'asofnow'),
    dryRun: flag,
  },
  required: ['from'],
};

export const CHANGE_REPLAY: BodyKind = {
  fields: { status: word(7, 'done') },
  required: ['status'],
};

export const SETTLE: BodyKind = {
  fields: { outcome: word(9, 'payed'), reason: text(500, ''), thirdNo: text(128, '') },
  required: ['outcome', 'reason'],
};

export const RESOLVE: BodyKind = { fields: { reason: text(500, '') }, required: ['reason'] };

/** Nothing may be said. */
export const ASK: BodyKind = { fields: {}, required: [] };

export const SELECT: BodyKind = {
  fields: {
    kind: word(6, 'Pay', 'payment'),
    connectorKey: text(256),
    payModeUUID: id,
    lastOutcome: textOrNull(256),
    reviewReason: textOrNull(256),
    needsReview: flag,
    ...merchant,
  },
  required: ['kind'],
};

export const ASK_SELECTION: BodyKind = {
  fields: { dryRun: flag, limit: whole(1, 500) },
  required: [],
};

export const SAVE_VIEW: BodyKind = {
  fields: {
    name: text(64, ''),
    path: text(2_048, '', 'payments', '//elsewhere', '/\\\\elsewhere'),
  },
  required: ['name', 'path'],
};
