import type { Linked } from '@payserver/shared/store/linked-rows';
import type { Page } from '@payserver/shared/store/page';
import { type Collection, presentPage, type RowView } from '../http/collection.ts';
import { DEFAULT_LIMIT } from '../http/list-query.ts';
import type { Wire } from '../http/wire.ts';
import { presentTemplate } from './pay-mode-templates/view.ts';
import { presentPayMode } from './pay-modes/view.ts';
import { presentPayOrder } from './pay-orders/view.ts';
import { presentRefundOrder } from './refund-orders/view.ts';
import type { Expandable, Link } from './resource-view.ts';
import { presentTradeRecord } from './trade-records/view.ts';

/** How many rows of a list are inlined; its `next` leads to the others. */
export const INLINED_LIMIT = DEFAULT_LIMIT;

/** The resource with what `expand` asked for in the place of its links. */
export function expandResource<Resource extends Expandable>(
  wire: Wire,
  resource: Resource,
  linked: Linked,
): Resource {
  return {
    ...resource,
    ...expandSingles(wire, resource, linked),
    ...expandLists(wire, resource, linked),
  };
}

function expandSingles(wire: Wire, resource: Expandable, linked: Linked) {
  const payMode = find(linked.payMode, resource.payModeUUID);
  const template = find(linked.payModeTemplate, resource.payTemplateId);
  const payOrder = find(linked.payOrder, resource.payOrderUUID);
  const refundOrder = find(linked.refundOrder, resource.refundOrderUUID);
  return {
    ...(payMode && { payMode: presentPayMode(wire, payMode) }),
    ...(template && { payModeTemplate: presentTemplate(wire, template) }),
    ...(payOrder && { payOrder: presentPayOrder(wire, payOrder) }),
    ...(refundOrder && { refundOrder: presentRefundOrder(wire, refundOrder) }),
  };
}

function find<Row>(rows: ReadonlyMap<string, Row> | undefined, id: string | null | undefined) {
  return rows?.get(id ?? '');
}

function expandLists(wire: Wire, resource: Expandable, linked: Linked) {
  const { uuid, payOrders, refundOrders, tradeRecords } = resource;
  return {
    ...(linked.payOrders && {
      payOrders: inline(
        payOrders,
        linked.payOrders.get(uuid),
        viewOf(wire, presentPayOrder, 'desc'),
      ),
    }),
    ...(linked.refundOrders && {
      refundOrders: inline(
        refundOrders,
        linked.refundOrders.get(uuid),
        viewOf(wire, presentRefundOrder, 'desc'),
      ),
    }),
    ...(linked.tradeRecords && {
      tradeRecords: inline(
        tradeRecords,
        linked.tradeRecords.get(uuid),
        viewOf(wire, presentTradeRecord, 'asc'),
      ),
    }),
  };
}

interface InlineView<Row, Item> extends RowView<Row, Item> {
  readonly direction: 'asc' | 'desc';
}

function viewOf<Row extends { id: bigint }, Item>(
  wire: Wire,
  present: (wire: Wire, row: Row) => Item,
  direction: 'asc' | 'desc',
): InlineView<Row, Item> {
  return {
    present: (row) => present(wire, row),
    keyOf: (row) => ({ id: String(row.id), uiOrder: null }),
    direction,
  };
}

function inline<Row, Item>(
  link: Link | undefined,
  page: Page<Row> | undefined,
  view: InlineView<Row, Item>,
): Collection<Item> {
  const place = {
    href: link?.href ?? '',
    query: {},
    limit: INLINED_LIMIT,
    position: 0,
    order: { by: 'createdAt', direction: view.direction },
  } as const;
  return presentPage(place, page ?? { rows: [], more: false }, view);
}
