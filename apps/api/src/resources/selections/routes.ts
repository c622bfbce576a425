import { unwrap } from '@payserver/shared/domain/errors';
import { omit, pick } from '@payserver/shared/runtime/pick';
import type { FastifyRequest } from 'fastify';
import type { App } from '../../http/app.ts';
import { ERROR_RESPONSES } from '../../http/error-body.ts';
import { MERCHANT_INPUT, UuidParams } from '../../http/schemas/common.ts';
import { answer, type Operation } from '../../http/schemas/operation.ts';
import type { Wire } from '../../http/wire.ts';
import type { AskDeps } from '../../use-cases/ask-now.ts';
import {
  askSelection,
  foreseeSelection,
  makeSelection,
  readSelection,
  type SeenSelection,
} from '../../use-cases/selections.ts';
import type { ResourceDeps } from '../resource-routes.ts';
import { asObject } from '../resource-view.ts';
import {
  AskSelectionBody,
  DEFAULT_LIMIT,
  SelectionBody,
  SelectionOrForecast,
  SelectionResource,
} from './schema.ts';

type SelectionDeps = ResourceDeps & AskDeps;

const CREATED = 201;

/** Stuck orders that a person chose, and having them attempted. */
export function selectionRoutes(app: App, deps: SelectionDeps): void {
  makeRoute(app, deps);
  readRoute(app, deps);
  askRoute(app, deps);
}

const MAKE: Operation = {
  operationId: 'makeSelection',
  summary: 'Select stuck orders',
  description:
    'Freezes the stuck orders that match now, as `GET /stuckOrders` counts them, at most 10,000 (9004): what becomes stuck ' +
    'later is not among them. A field that is absent matches all; null matches orders that have none. It lives for 24 hours.',
  tags: ['Operator'],
  'x-codes': [9403],
};

function makeRoute(app: App, deps: SelectionDeps): void {
  const schema = {
    ...MAKE,
    body: SelectionBody,
    response: { [CREATED]: answer(SelectionResource, 'The selection.'), ...ERROR_RESPONSES },
  };
  app.post('/selections', { schema }, async (request, reply) => {
    const { kind, ...filter } = omit(request.body, 'merchantUUID', 'merchantHref');
    const merchant = pick(request.body, MERCHANT_INPUT);
    const seen = unwrap(await makeSelection(deps, request.caller, { kind, filter, merchant }));
    noteCounts(request, seen);
    return await reply.code(CREATED).send(presentSelection(deps.wire, seen));
  });
}

const READ: Operation = {
  operationId: 'getSelection',
  summary: 'Get one selection',
  description:
    'How far it is. One that has ended, or of more merchants than you may see, is not found (9003).',
  tags: ['Operator'],
  'x-codes': [9403],
};

function readRoute(app: App, deps: SelectionDeps): void {
  const schema = {
    ...READ,
    params: UuidParams,
    response: { 200: answer(SelectionResource, 'The selection.'), ...ERROR_RESPONSES },
  };
  app.get('/selections/:uuid', { schema }, async ({ caller, params }) =>
    presentSelection(deps.wire, unwrap(await readSelection(deps, caller, params.uuid))),
  );
}

const ASK: Operation = {
  operationId: 'askSelection',
  summary: 'Attempt the next orders of a selection now',
  description:
    'One step: has the next orders of it attempted now, at most `limit`, each as `POST /payOrders/{uuid}/ask` would, and ' +
    'counts them. Send it again until `left` is 0. A step is done whole or not at all, so it goes on after any failure, ' +
    'and asks about no order twice. With `dryRun` 1 it changes nothing and says what all that is left would come to.',
  tags: ['Operator'],
  'x-codes': [9403],
};

function askRoute(app: App, deps: SelectionDeps): void {
  const schema = {
    ...ASK,
    params: UuidParams,
    body: AskSelectionBody,
    response: {
      200: answer(SelectionOrForecast, 'The selection after this step, or what a dry run says.'),
      ...ERROR_RESPONSES,
    },
  };
  app.post('/selections/:uuid/ask', { schema }, async (request) => {
    const { caller, body } = request;
    const { uuid } = request.params;
    if (body.dryRun === 1) {
      const { willAsk, ...reasons } = unwrap(await foreseeSelection(deps, caller, uuid));
      return { willAsk, willSkip: reasons.final + reasons.isAsking + reasons.due, reasons };
    }
    const { limit = DEFAULT_LIMIT } = body;
    const seen = unwrap(await askSelection(deps, caller, { uuid, limit }));
    noteCounts(request, seen);
    return presentSelection(deps.wire, seen);
  });
}

/** The audit log says of how many orders it was. */
function noteCounts(request: FastifyRequest, { row }: SeenSelection): void {
  if (request.audit === null) return;
  const { total, asked, skipped } = row;
  const detail = { ...request.audit.detail, total, asked, skipped };
  request.audit = { ...request.audit, target: row.uuid, detail };
}

function presentSelection(wire: Wire, { row, sample }: SeenSelection): SelectionResource {
  return {
    uuid: row.uuid,
    kind: row.kind === 'refund' ? 'refund' : 'pay',
    merchantUUID: row.merchantUUID,
    filter: asObject(row.filter),
    total: row.total,
    left: row.total - row.asked - row.skipped,
    asked: row.asked,
    skipped: row.skipped,
    createdAt: wire.time(row.createdAt),
    createdBy: row.createdBy,
    expiresAt: wire.time(row.expiresAt),
    sample: sample.map(({ uuid, tractionNo, amount }) => ({ uuid, tractionNo, amount })),
  };
}
