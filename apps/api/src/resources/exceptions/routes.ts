import { unwrap } from '@payserver/shared/domain/errors';
import type { App } from '../../http/app.ts';
import { ERROR_RESPONSES } from '../../http/error-body.ts';
import { UuidParams } from '../../http/schemas/common.ts';
import { answer, type Operation } from '../../http/schemas/operation.ts';
import {
  type ReverseDeps,
  readException,
  readExceptions,
  resolveByHand,
  reverseByHand,
} from '../../use-cases/exceptions.ts';
import { addList, addOne, type ResourceDeps } from '../resource-routes.ts';
import { ResolveBody, TradeExceptionResource } from './schema.ts';
import { EXCEPTION_VIEW, presentException } from './view.ts';

type ExceptionRouteDeps = ResourceDeps & ReverseDeps;

/** Evidence that contradicts final orders, and how operators deal with it. */
export function exceptionRoutes(app: App, deps: ExceptionRouteDeps): void {
  addList(app, deps, {
    view: EXCEPTION_VIEW,
    read: (caller, query) => readExceptions(deps, caller, query),
  });
  addOne(app, deps, {
    view: EXCEPTION_VIEW,
    read: (caller, uuid) => readException(deps, caller, uuid),
  });
  resolveRoute(app, deps);
  reverseRoute(app, deps);
}

const RESOLVE: Operation = {
  operationId: 'resolveException',
  summary: 'Resolve an exception',
  description: 'Notes that a person has dealt with it, and why. Roles: operate, admin.',
  tags: ['Operator'],
  'x-codes': [9007, 9403],
};

function resolveRoute(app: App, deps: ExceptionRouteDeps): void {
  const schema = {
    ...RESOLVE,
    params: UuidParams,
    body: ResolveBody,
    response: {
      200: answer(TradeExceptionResource, 'The exception, resolved.'),
      ...ERROR_RESPONSES,
    },
  };
  app.post('/exceptions/:uuid/resolve', { schema }, async ({ caller, params, body }) => {
    const resolution = { uuid: params.uuid, reason: body.reason };
    return presentException(deps.wire, unwrap(await resolveByHand(deps, caller, resolution)));
  });
}

const REVERSE: Operation = {
  operationId: 'reverseException',
  summary: 'Send late money back',
  description:
    'For an `open` exception with reason `lateSuccess`: the money goes back by a refund of the gateway itself, at ' +
    'the connector that took it, as with the policy `reverse`. Asked twice, it goes back once. Roles: operate, admin.',
  tags: ['Operator'],
  'x-codes': [9007, 9008, 9403],
};

function reverseRoute(app: App, deps: ExceptionRouteDeps): void {
  const schema = {
    ...REVERSE,
    params: UuidParams,
    body: ResolveBody,
    response: {
      200: answer(TradeExceptionResource, 'The exception; the refund resolves it.'),
      ...ERROR_RESPONSES,
    },
  };
  app.post('/exceptions/:uuid/reverse', { schema }, async ({ caller, params, body }) => {
    const reversal = { uuid: params.uuid, reason: body.reason };
    return presentException(deps.wire, unwrap(await reverseByHand(deps, caller, reversal)));
  });
}
