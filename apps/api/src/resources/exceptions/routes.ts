import { unwrap } from '@payserver/shared/domain/errors';
import type { App } from '../../http/app.ts';
import { UuidParams } from '../../http/schemas/common.ts';
import { ERROR_RESPONSES } from '../../http/schemas/error.ts';
import {
  type ExceptionQuery,
  readException,
  readExceptions,
  resolveByHand,
  reverseByHand,
} from '../../use-cases/exceptions.ts';
import { type AuditQuery, readAuditRecord, readAuditRecords } from '../../use-cases/read-audit.ts';
import type { ListQuery } from '../../use-cases/read-deps.ts';
import {
  type HandSettlementDeps,
  settlePayByHand,
  settleRefundByHand,
} from '../../use-cases/settle-by-hand.ts';
import { AUDIT_RECORD_VIEW } from '../audit-records/list.ts';
import { presentPayOrder } from '../pay-orders/present.ts';
import { PayOrderResource } from '../pay-orders/schema.ts';
import { presentRefundOrder } from '../refund-orders/present.ts';
import { RefundOrderResource } from '../refund-orders/schema.ts';
import { addList, addOne, type ResourceDeps } from '../resource-routes.ts';
import { EXCEPTION_VIEW } from './list.ts';
import { presentException } from './present.ts';
import { ResolveBody, SettleBody, TradeExceptionResource } from './schema.ts';

export interface OperatorRouteDeps extends ResourceDeps, HandSettlementDeps {}

/** What operators do by hand: read exceptions, close them, settle what nobody else can. */
export function operatorRoutes(app: App, deps: OperatorRouteDeps): void {
  addList(app, deps, {
    view: EXCEPTION_VIEW,
    read: async (caller, query: ListQuery<ExceptionQuery>) =>
      await readExceptions(deps, caller, query),
  });
  addOne(app, deps, {
    view: EXCEPTION_VIEW,
    read: async (caller, uuid) => await readException(deps, caller, uuid),
  });
  addList(app, deps, {
    view: AUDIT_RECORD_VIEW,
    read: async (caller, query: ListQuery<AuditQuery>) =>
      await readAuditRecords(deps, caller, query),
  });
  addOne(app, deps, {
    view: AUDIT_RECORD_VIEW,
    read: async (caller, uuid) => await readAuditRecord(deps, caller, uuid),
  });
  const resolve = {
    params: UuidParams,
    body: ResolveBody,
    response: { 200: TradeExceptionResource, ...ERROR_RESPONSES },
  };
  app.post('/exceptions/:uuid/resolve', { schema: resolve }, async ({ caller, params, body }) => {
    const resolution = { uuid: params.uuid, reason: body.reason };
    return presentException(deps.wire, unwrap(await resolveByHand(deps, caller, resolution)));
  });
  app.post('/exceptions/:uuid/reverse', { schema: resolve }, async ({ caller, params, body }) => {
    const reversal = { uuid: params.uuid, reason: body.reason };
    return presentException(deps.wire, unwrap(await reverseByHand(deps, caller, reversal)));
  });
  settleRoutes(app, deps);
}

function settleRoutes(app: App, deps: OperatorRouteDeps): void {
  const common = { params: UuidParams, body: SettleBody };
  const pay = { ...common, response: { 200: PayOrderResource, ...ERROR_RESPONSES } };
  const refund = { ...common, response: { 200: RefundOrderResource, ...ERROR_RESPONSES } };
  app.post('/payOrders/:uuid/settle', { schema: pay }, async ({ caller, params, body }) => {
    const settlement = { thirdNo: null, ...body, ...params };
    return presentPayOrder(deps.wire, unwrap(await settlePayByHand(deps, caller, settlement)));
  });
  app.post('/refundOrders/:uuid/settle', { schema: refund }, async ({ caller, params, body }) => {
    const settlement = { thirdNo: null, ...body, ...params };
    return presentRefundOrder(
      deps.wire,
      unwrap(await settleRefundByHand(deps, caller, settlement)),
    );
  });
}
