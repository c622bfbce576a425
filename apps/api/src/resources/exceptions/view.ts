import type { ExceptionRow } from '@payserver/shared/store/exceptions';
import { Type } from 'typebox';
import type { ListRules } from '../../http/list-query.ts';
import { href, type Wire } from '../../http/wire.ts';
import {
  keyById,
  NEWEST_FIRST,
  OLDEST_FIRST,
  PAY_ORDER_FILTER,
  type ResourceView,
  textFilter,
  UUID_FILTER,
} from '../resource-view.ts';
import { ORDER_TRACTION_NO } from '../trade-records/schema.ts';
import { ExceptionReason, ExceptionStatus, TradeExceptionResource } from './schema.ts';

/** What the list may be filtered, ordered and expanded by. */
const EXCEPTION_LIST = {
  filters: {
    uuid: UUID_FILTER,
    tractionNo: textFilter(ORDER_TRACTION_NO),
    payOrderUUID: PAY_ORDER_FILTER,
    status: Type.Optional(ExceptionStatus),
    reason: Type.Optional(ExceptionReason),
  },
  orders: [NEWEST_FIRST, OLDEST_FIRST],
  expand: [],
  isOwned: true,
} satisfies ListRules;

export const EXCEPTION_VIEW: ResourceView<ExceptionRow, typeof EXCEPTION_LIST.filters> = {
  name: 'exceptions',
  kind: null,
  words: {
    tag: 'Operator',
    name: 'Exception',
    one: 'exception',
    many: 'exceptions',
    about: 'Evidence that contradicts final orders.',
  },
  item: TradeExceptionResource,
  rules: EXCEPTION_LIST,
  present: presentException,
  keyOf: keyById,
};

/** An exception as its merchant and staff see it. */
export function presentException(wire: Wire, row: ExceptionRow): TradeExceptionResource {
  const linked = (path: string, uuid: string | null) => ({
    href: uuid === null ? null : href(wire, `/${path}/${uuid}`),
  });
  return {
    href: href(wire, `/exceptions/${row.uuid}`),
    id: row.id,
    uuid: row.uuid,
    merchantUUID: row.merchantUUID,
    kind: row.kind,
    reason: row.reason as TradeExceptionResource['reason'],
    status: row.status,
    policy: row.policy,
    tractionNo: row.tractionNo,
    amount: row.amount,
    orderStatus: row.orderStatus,
    actor: row.actor,
    detail: row.detail as TradeExceptionResource['detail'],
    resolution: row.resolution,
    resolvedBy: row.resolvedBy,
    resolvedAt: row.resolvedAt === null ? null : wire.time(row.resolvedAt),
    createdAt: wire.time(row.createdAt),
    payOrder: { href: href(wire, `/payOrders/${row.payOrderUUID}`) },
    refundOrder: linked('refundOrders', row.refundOrderUUID),
    reversal: linked('refundOrders', row.reversalUUID),
  };
}
