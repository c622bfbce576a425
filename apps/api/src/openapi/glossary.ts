import { isRecord, type Json } from './share-schemas.ts';

/**
 * What the fields and parameters mean, wherever they occur; a schema's own description counts more. They
 * stand here and not in the schemas, because the same field is in many of them.
 */
const MEANINGS: Readonly<Record<string, string>> = {
  href: 'Where this is.',
  id: 'A row number; name resources by `uuid`.',
  uuid: 'The id of the resource.',
  name: 'What people call it.',
  description: 'For people.',
  status: 'What became of it.',
  createdAt: 'When it was written: YYYY-MM-DD HH:mm:ss in the TIME_ZONE of the gateway.',
  modifiedAt: 'When it last changed.',
  createdFrom:
    'Only what was created at this time or later: 2018-07-12 11:47:10. Of two such moments the earlier.',
  createdTo: 'Only what was created at this time or earlier. Of two such moments the later.',
  limit: 'Items in a page, at most.',
  offset: 'How many items lie before the page.',
  size: 'Items in this page.',
  items: 'The page.',
  cursor: 'Where the page begins; part of `next`, never made by hand.',
  orderBy: 'The order of the list; the first is the default.',
  merchantUUID: 'The merchant. Only an operator may name another than that of its token.',
  merchantHref: "A link whose last segment is the merchant's UUID.",
  merchant: 'The merchant, in the system where merchants live.',
  payTemplateId: 'The template, a way to pay that the gateway knows.',
  payModeTemplate: 'The template that the mode was opened from, if any.',
  payModes: 'The modes that were opened from it.',
  payMode: 'The mode that it was paid in.',
  payOrder: 'The payment.',
  payOrders: 'Its payments.',
  refundOrder: 'The refund, if it is about one.',
  refundOrders: 'Its refunds.',
  tradeRecords: 'Its history.',
  checkEnvUrl: 'Asked whether a merchant is set up, before it opens a mode.',
  payUrl: 'Where the connector takes payments.',
  refundUrl: 'Where the connector takes refunds.',
  queryUrl: 'Where the connector says what became of a payment or refund.',
  cancelUrl: 'Where the connector closes a payment whose time is over.',
  connectorId:
    'Who the connector is, whatever its addresses; without it the origin and path of `payUrl` say it.',
  iconHref: 'A picture for screens.',
  orderValidTime: 'Hours in which a payment may still be carried out.',
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
  action: 'Method and route, or `token`.',
  target: 'The id in the path, if any.',
  result: '`begun`, `done`, or the code of the refusal.',
  address: 'The other end of the connection.',
  isSealed: '1: part of the chain of seals.',
  hasNotifySecret: '1: calls and notices are signed.',
  isFastPay: '1: shown for paying fast.',
  isOpened: '1: takes payments.',
  uiOrder: 'Its place on a screen.',
  hasCreated: '1: the merchant has this mode.',
  payModeUUID: 'The pay mode.',
  payModeName: 'What the mode was called when it was paid.',
  payer: 'Who pays.',
  payee: "Who is paid: a link that ends in the merchant's UUID.",
  payAmount: 'fen',
  refundAmount: 'fen',
  amount: 'fen',
  clientPayNo:
    'Your number of the payment, unique for ever within your merchant. Compared character by character.',
  clientRefundNo:
    'Your number of the refund, unique for ever within your merchant. Compared character by character.',
  tractionNo: "The gateway's number: digits, 1 first for payments and 2 for refunds.",
  payTractionNo: 'The `tractionNo` of the payment.',
  orderStartAt: 'When the order began.',
  orderExpiredAt: 'After this it is not sent to the connector any more.',
  payStartAt: 'When paying began.',
  payFinishAt: 'When it became final.',
  refundStartAt: 'When the refund began.',
  refundFinishAt: 'When it became final.',
  lastRefundAt: 'When something was last sent back.',
  payParams:
    'What this way to pay needs. Goes to the connector as it is; barcodes are masked here.',
  clientExtraParams: 'What else you want to keep with it. Goes to the connector as it is.',
  thirdPayNo: "The connector's number, once it is known.",
  thirdRefundNo: "The connector's number, once it is known.",
  thirdNo: "The connector's number, if it is known.",
  thirdOrderNo: "The connector's or the provider's number.",
  thirdErrorReason: 'Why it failed; becomes `resultCode`.',
  tradeFinishedAt: 'When it was finished; kept in the trade record.',
  resultCode:
    'What the connector said: empty after success, the reason after a failure; null before, and offline.',
  isCancel: '1: calls the whole payment off (撤销).',
  isReversal: '1: the gateway sends late money back.',
  pending: 'Where it stands; null once it is final.',
  lastOutcome: 'What the last look found; null: not looked at yet.',
  attempts: 'Looks so far.',
  nextLookAt: 'When the gateway looks next.',
  reviewReason: 'Why a person should look; null: nobody needs to.',
  needsReview: '1: only orders that a person should look at.',
  ret: 'That the request was taken; what happened is in `data.status`.',
  businessRet: 'How it was carried out.',
  data: 'The order.',
  payOrderUUID: 'The payment.',
  refundOrderUUID: 'The refund, if it is about one.',
  kind: 'pay or refund',
  event: 'What happened.',
  actor: 'Who brought it: api, connector, query, notice, sweep, operator.',
  fromStatus: 'The status before; null for the first record.',
  toStatus: 'The status after; equal when only something was learnt.',
  attempt: 'Which look it was.',
  httpStatus: "Of the connector's answer, if there was one.",
  durationMs: 'How long the call took, ms.',
  detail: 'The reason, the step, who settled it.',
  reason: 'Why.',
  policy: "The template's lateSuccessPolicy.",
  outcome: 'What really happened.',
  resolution: 'How it was dealt with.',
  resolvedBy: 'Who dealt with it.',
  resolvedAt: 'When it was dealt with.',
  reversal: 'The refund that sends the money back.',
  statusCode: 'The HTTP status.',
  body: 'What the single call would have answered.',
  batchPayData: 'The payments.',
  batchRefundData: 'The refunds.',
  batchPayResult: 'One element for each payment, in the same order.',
  batchRefundResult: 'One element for each refund, in the same order.',
  code: 'For programs: 9000 to 9503.',
  message: 'For people; names the field that is wrong.',
  stack: 'Always empty.',
  requestId: "Finds the cause in the gateway's log.",
  token: 'The credential of this one notice URL.',
  parts: 'How each part is.',
  migrations: 'ok, or how many are missing',
  queue: 'ok, or what is wrong',
  notifyUrl: 'Where to send a notice; only in modes with `isAsyncNotify` 1.',
  notifySecret: 'Signs calls and notices (Standard Webhooks); never answered.',
};

/** The same tree, in which every field of every schema and every parameter says what it means. */
export function explain<Tree>(tree: Tree): Tree {
  return walk(tree) as Tree;
}

function walk(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(walk);
  if (!isRecord(node)) return node;
  const entries = Object.entries(node).map(([key, value]): [string, unknown] => {
    if (key === 'properties' && isRecord(value)) return [key, explainFields(value)];
    // Examples are data, in which `properties` and `name` are only words.
    return key === 'examples' || key === 'example' ? [key, value] : [key, walk(value)];
  });
  const explained = Object.fromEntries(entries);
  return isParameter(explained) ? withMeaning(String(explained['name']), explained) : explained;
}

function explainFields(fields: Json): Json {
  return Object.fromEntries(
    Object.entries(fields).map(([name, schema]) => [name, withMeaning(name, walk(schema))]),
  );
}

function withMeaning(name: string, subject: unknown): unknown {
  const meaning = MEANINGS[name];
  if (!isRecord(subject) || meaning === undefined || 'description' in subject) return subject;
  return { ...subject, description: meaning };
}

function isParameter(node: Json): boolean {
  return typeof node['in'] === 'string' && typeof node['name'] === 'string';
}
