import type { BusyShop } from '../support/busy-shop.ts';
import { type Operation, resolve } from '../support/openapi.ts';

/** One place of one request where an id can stand. */
export interface Cell {
  /** `GET /payOrders/{uuid}/tradeRecords` */
  readonly operation: string;
  readonly at: 'path' | 'query' | 'body';
  readonly field: string;
  /** whose id this is: a list of a busy shop, or what the field's own name says */
  readonly of: string;
}

type Rows = BusyShop['rows'];
const pick = (list: keyof Rows, field: string) => (shop: BusyShop) =>
  shop.rows[list].flatMap((row) => (row[field] === null ? [] : [String(row[field])])).slice(0, 2);
const hrefOf = ({ merchantUUID }: BusyShop) => [`http://shops.example/shops/${merchantUUID}`];

/** Ids that belong to a merchant, by the field that holds them; `uuid` by the list that it is of. */
export const OWNED: Readonly<Record<string, (shop: BusyShop) => readonly string[]>> = {
  payModes: pick('payModes', 'uuid'),
  payOrders: pick('payOrders', 'uuid'),
  refundOrders: pick('refundOrders', 'uuid'),
  tradeRecords: pick('tradeRecords', 'uuid'),
  // No id of theirs, but that of nobody's exception or session, as any other would be.
  exceptions: pick('payOrders', 'uuid'),
  sessions: pick('payOrders', 'uuid'),
  // For staff only: refused before anything is looked up, whatever the id.
  auditRecords: pick('payOrders', 'uuid'),
  // Nobody has any in the matrix: whatever the id, it is not found.
  selections: pick('payOrders', 'uuid'),
  views: pick('payOrders', 'uuid'),
  notifyEndpoints: pick('notifyEndpoints', 'uuid'),
  notifyDeliveries: pick('notifyDeliveries', 'uuid'),
  attempts: pick('notifyDeliveries', 'uuid'),
  notifyEndpointUUID: pick('notifyEndpoints', 'uuid'),
  notifyReplays: pick('notifyReplays', 'uuid'),
  target: pick('payOrders', 'uuid'),
  payModeUUID: pick('payModes', 'uuid'),
  payOrderUUID: pick('payOrders', 'uuid'),
  refundOrderUUID: pick('refundOrders', 'uuid'),
  payTractionNo: pick('payOrders', 'tractionNo'),
  tractionNo: pick('payOrders', 'tractionNo'),
  clientPayNo: () => ['pay-of-the-owner'],
  clientRefundNo: () => ['refund-of-the-owner'],
  merchantUUID: ({ merchantUUID }) => [merchantUUID],
  merchantHref: hrefOf,
  payee: hrefOf,
  // A search: by any number of an order.
  q: (shop) => [
    ...['uuid', 'tractionNo', 'thirdPayNo'].flatMap((field) => pick('payOrders', field)(shop)),
    ...['uuid', 'tractionNo', 'thirdRefundNo'].flatMap((field) =>
      pick('refundOrders', field)(shop),
    ),
    ...['pay-of-the-owner', 'refund-of-the-owner'],
  ],
};

/** A merchant's own names for its orders: in a body they are new ones, whoever else uses them. */
const OWN_NAMES = new Set(['clientPayNo', 'clientRefundNo']);
/** Ids that all merchants share, and what says nothing about whose a row is. */
const NOBODYS = new Set(
  `url notifyUrl ca customSchedule types payModeUUIDs payTemplateIds format ack signing schedule maxInFlight ratePerS overlapHours from to only state after
   lang connectorKey lastOutcome reviewReason dryRun path payModeTemplates payTemplateId token cursor Prefer actor action result reason status needsReview
   createdFrom createdTo createdBefore amount orderBy limit offset expand kind isOpened isFastPay isOnline payer payAmount
   payParams clientExtraParams refundAmount isCancel uiOrder name description checkEnvUrl payUrl
   refundUrl queryUrl cancelUrl connectorId iconHref orderValidTime orderValidSeconds validSeconds isSignAccount isAsyncNotify isThridPay
   payChannel payWay isIdempotent timeoutMs maxConcurrency notifySecret secretParams searchKeys
   connectorParams terminal dropsPayData connectorKind lateSuccessPolicy outcome thirdNo ret thirdOrderNo thirdErrorReason tradeFinishedAt`.split(
    /\s+/,
  ),
);

/**
 * Every cell of an operation.
 *
 * @throws {Error} naming the field that nobody has said anything about: a new one must be put into one of
 *   the tables above before this matrix may pass
 */
export function cellsOf(description: object, one: Operation): Cell[] {
  const { key } = one;
  const path = key.slice(key.indexOf('/'));
  const names = path.split('/').filter((name) => name !== '' && !name.startsWith('{'));
  return fieldsOf(description, one).flatMap(([at, field]) => {
    const list = at === 'path' ? names[0] : names.at(-1);
    const of = field === 'uuid' && at !== 'body' ? String(list) : field;
    if (NOBODYS.has(of) || (at === 'body' && (OWN_NAMES.has(of) || of === 'uuid'))) return [];
    if (at !== 'header' && of in OWNED) return [{ operation: key, at, field, of }];
    throw new Error(`${key}: say in tenancy-cells.ts whose the ids in ${at} ${field} are`);
  });
}

type Field = readonly [at: Cell['at'] | 'header', name: string];

/** Every field of an operation's request. */
export function fieldsOf(description: object, { operation }: Operation): Field[] {
  const parameters = (operation.parameters ?? []).map((one: object) => resolve(description, one));
  return [
    ...parameters.map((one: { in: Field[0]; name: string }): Field => [one.in, one.name]),
    ...bodyFields(description, operation).map((name): Field => ['body', name]),
  ];
}

/** Fields of a request's body; of a batch those of its elements. */
// oxlint-disable-next-line typescript/no-explicit-any -- a description is JSON of every shape
function bodyFields(description: object, operation: any): string[] {
  const body = resolve(description, operation.requestBody ?? {});
  if (body.content === undefined) return [];
  const schema = resolve(description, body.content['application/json'].schema);
  return Object.entries<object>(schema.properties).flatMap(([name, field]) => {
    const { items } = resolve(description, field);
    const element = items === undefined ? null : resolve(description, items);
    return element?.properties === undefined ? [name] : Object.keys(element.properties);
  });
}
