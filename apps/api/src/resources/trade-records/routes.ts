import type { Caller } from '@payserver/shared/domain/caller';
import type { App } from '../../http/app.ts';
import {
  readTradeRecord,
  readTradeRecords,
  type TradeRecordQuery,
} from '../../use-cases/read-orders.ts';
import type { ListQuery } from '../../use-cases/reading.ts';
import { addList, addOne, type ResourceDeps } from '../resource-routes.ts';
import { TRADE_RECORD_VIEW } from './view.ts';

/** The history of payments and refunds. */
export function tradeRecordRoutes(app: App, deps: ResourceDeps): void {
  addList(app, deps, tradeRecordList(deps));
  addOne(app, deps, {
    view: TRADE_RECORD_VIEW,
    read: (caller, uuid) => readTradeRecord(deps, caller, uuid),
  });
}

/** The list, also below what has a history. */
export function tradeRecordList(deps: ResourceDeps) {
  return {
    view: TRADE_RECORD_VIEW,
    read: (caller: Caller, query: ListQuery<TradeRecordQuery>) =>
      readTradeRecords(deps, caller, query),
  };
}
