import { answer, type OperationDoc, type OperationDocs, type Tag } from '../document.ts';
import {
  AUDIT_RECORD,
  ids,
  PAY_MODE,
  PAY_MODE_TEMPLATE,
  PAY_ORDER,
  pageOf,
  REFUND_ORDER,
  TRADE_EXCEPTION,
  TRADE_RECORD,
} from '../example-resources.ts';

/** A kind of resource, in the words of the reference. */
interface Kind {
  readonly tag: Tag;
  /** `PayOrder` in `listPayOrders` */
  readonly name: string;
  readonly one: string;
  readonly many: string;
  readonly example: object;
  /** what else is to be said about the list */
  readonly about?: string;
  /** whether a merchant can be named, and a foreign one refused */
  readonly isOwned: boolean;
  /** whether nobody else may read it */
  readonly isForOperators?: boolean;
}

const PAGES =
  'Pages: follow `next` until it is absent; `offset` is for screens that jump. An unknown parameter ' +
  'is an error (9004), not silence.';

const KINDS: Readonly<Record<string, Kind>> = {
  payModeTemplates: {
    tag: 'Templates',
    name: 'PayModeTemplate',
    one: 'template',
    many: 'templates',
    example: PAY_MODE_TEMPLATE,
    isOwned: false,
  },
  payModes: {
    tag: 'Pay modes',
    name: 'PayMode',
    one: 'pay mode',
    many: 'pay modes',
    example: PAY_MODE,
    about: "Without a merchant they are those of the token's.",
    isOwned: true,
  },
  payOrders: {
    tag: 'Pay',
    name: 'PayOrder',
    one: 'payment',
    many: 'payments',
    example: PAY_ORDER,
    about:
      'With `clientPayNo` this is the query that follows an answer of `paying` (支付订单结果查询).',
    isOwned: true,
  },
  refundOrders: {
    tag: 'Refund',
    name: 'RefundOrder',
    one: 'refund',
    many: 'refunds',
    example: REFUND_ORDER,
    about: 'With `clientRefundNo` this is the query that follows an answer of `refunding`.',
    isOwned: true,
  },
  tradeRecords: {
    tag: 'History',
    name: 'TradeRecord',
    one: 'trade record',
    many: 'trade records',
    example: TRADE_RECORD,
    about: 'Oldest first: who did what, from which status to which, and what the connector said.',
    isOwned: true,
  },
  exceptions: {
    tag: 'Operator',
    name: 'Exception',
    one: 'exception',
    many: 'exceptions',
    example: TRADE_EXCEPTION,
    about: 'Evidence that contradicts final orders. Operators only.',
    isOwned: true,
    isForOperators: true,
  },
  auditRecords: {
    tag: 'Operator',
    name: 'AuditRecord',
    one: 'audit record',
    many: 'audit records',
    example: AUDIT_RECORD,
    about: 'Who changed what, from where, and what came of it. Operators only.',
    isOwned: true,
    isForOperators: true,
  },
};

/** What lies below what: the name of the parent, then of its lists. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  payModeTemplates: ['payModes', 'payOrders', 'refundOrders', 'tradeRecords'],
  payModes: ['payOrders', 'refundOrders', 'tradeRecords'],
  payOrders: ['refundOrders', 'tradeRecords'],
  refundOrders: ['tradeRecords'],
};

const UUID_OF: Readonly<Record<string, string>> = {
  payModeTemplates: ids.TEMPLATE_UUID,
  payModes: ids.MODE_UUID,
  payOrders: ids.PAY_UUID,
  refundOrders: ids.REFUND_UUID,
};

function describeList(path: string, kind: Kind): OperationDoc {
  return {
    operationId: `list${kind.name}s`,
    summary: `List ${kind.many}`,
    description: [`A page of the ${kind.many} that you may see.`, kind.about, PAGES]
      .filter(Boolean)
      .join(' '),
    tag: kind.tag,
    answers: { 200: answer('One page.', pageOf(path, [kind.example])) },
    ...(kind.isOwned && { codes: [9403] as const }),
  };
}

/** Modes and templates are there from the first start; an order's uuid nobody knows before it is made. */
function demoUuid(path: string): { readonly uuid?: string } {
  const uuid = path === 'payModes' || path === 'payModeTemplates' ? UUID_OF[path] : undefined;
  return uuid === undefined ? {} : { uuid };
}

function describeOne(path: string, kind: Kind): OperationDoc {
  return {
    ...demoUuid(path),
    operationId: `get${kind.name}`,
    summary: `Get one ${kind.one}`,
    description: `The ${kind.one} with this \`uuid\`. Another merchant's is not found (9003).`,
    tag: kind.tag,
    answers: { 200: answer(`The ${kind.one}.`, kind.example) },
    ...(kind.isForOperators === true && { codes: [9403] as const }),
  };
}

function describeListBelow(parent: string, child: string): OperationDoc {
  const [above, kind] = [KINDS[parent], KINDS[child]];
  if (above === undefined || kind === undefined)
    throw new Error(`no such list: ${parent} ${child}`);
  return {
    ...demoUuid(parent),
    operationId: `list${kind.name}sOf${above.name}`,
    summary: `List the ${kind.many} of one ${above.one}`,
    description: `The same list as \`/${child}\`, of this ${above.one} alone. ${PAGES}`,
    tag: kind.tag,
    answers: {
      200: answer('One page.', pageOf(`${parent}/${UUID_OF[parent]}/${child}`, [kind.example])),
    },
    codes: [9403],
  };
}

/** GET of every list, of one of each, and of the lists below them. */
export const LIST_OPERATIONS: OperationDocs = Object.fromEntries([
  ...Object.entries(KINDS).flatMap(([path, kind]) => [
    [`GET /${path}`, describeList(path, kind)] as const,
    [`GET /${path}/{uuid}`, describeOne(path, kind)] as const,
  ]),
  ...Object.entries(BELOW).flatMap(([parent, children]) =>
    children.map(
      (child) => [`GET /${parent}/{uuid}/${child}`, describeListBelow(parent, child)] as const,
    ),
  ),
]);
