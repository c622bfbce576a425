import { unwrap } from '@payserver/shared/domain/errors';
import type { App } from '../../http/app.ts';
import { UuidParams } from '../../http/schemas/common.ts';
import { ERROR_RESPONSES } from '../../http/schemas/error.ts';
import {
  type ExceptionQuery,
  type ReverseDeps,
  readException,
  readExceptions,
  resolveByHand,
  reverseByHand,
} from '../../use-cases/exceptions.ts';
import type { ListQuery } from '../../use-cases/read-deps.ts';
import { addList, addOne, type ResourceDeps } from '../resource-routes.ts';
import { EXCEPTION_VIEW } from './list.ts';
import { presentException } from './present.ts';
import { ResolveBody, TradeExceptionResource } from './schema.ts';

type ExceptionRouteDeps = ResourceDeps & ReverseDeps;

/** Evidence that contradicts final orders: what operators see of it, and how they deal with it. */
export function exceptionRoutes(app: App, deps: ExceptionRouteDeps): void {
  addList(app, deps, {
    view: EXCEPTION_VIEW,
    read: (caller, query: ListQuery<ExceptionQuery>) => readExceptions(deps, caller, query),
  });
  addOne(app, deps, {
    view: EXCEPTION_VIEW,
    read: (caller, uuid) => readException(deps, caller, uuid),
  });
  resolveRoute(app, deps);
  reverseRoute(app, deps);
}

function resolveRoute(app: App, deps: ExceptionRouteDeps): void {
  const schema = {
    params: UuidParams,
    body: ResolveBody,
    response: {
      200: TradeExceptionResource,
      ...ERROR_RESPONSES,
    },
  };
  app.post('/exceptions/:uuid/resolve', { schema }, async ({ caller, params, body }) => {
    const resolution = { uuid: params.uuid, reason: body.reason };
    return presentException(deps.wire, unwrap(await resolveByHand(deps, caller, resolution)));
  });
}

function reverseRoute(app: App, deps: ExceptionRouteDeps): void {
  const schema = {
    params: UuidParams,
    body: ResolveBody,
    response: {
      200: TradeExceptionResource,
      ...ERROR_RESPONSES,
    },
  };
  app.post('/exceptions/:uuid/reverse', { schema }, async ({ caller, params, body }) => {
    const reversal = { uuid: params.uuid, reason: body.reason };
    return presentException(deps.wire, unwrap(await reverseByHand(deps, caller, reversal)));
  });
}
