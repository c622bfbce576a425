import type { Caller } from '@payserver/shared/domain/caller';
import { type Result, unwrap } from '@payserver/shared/domain/errors';
import type { FastifyRequest } from 'fastify';
import type { TProperties } from 'typebox';
import type { App } from '../http/app.ts';
import { collectionSchema, presentPage } from '../http/collection.ts';
import { ERROR_RESPONSES } from '../http/error-body.ts';
import {
  type FilterOf,
  listQuerySchema,
  oneQuerySchema,
  readExpand,
  readListQuery,
} from '../http/list-query.ts';
import { UuidParams } from '../http/schemas/common.ts';
import { answer } from '../http/schemas/operation.ts';
import { href, type Wire } from '../http/wire.ts';
import {
  followLinks,
  type LinkedParent,
  type ListQuery,
  type PageOf,
  type ReadDeps,
} from '../use-cases/reading.ts';
import { expandResource, INLINED_LIMIT } from './expand.ts';
import { listBelowOperation, listOperation, oneOperation } from './list-operations.ts';
import type { ResourceView } from './resource-view.ts';

export interface ResourceDeps extends ReadDeps {
  readonly wire: Wire;
}

/** A list: how its rows are shown, and how a page of them is read; what may be asked for follows from its schemas. */
interface ListRoute<Row, Filters extends TProperties> {
  readonly view: ResourceView<Row, Filters>;
  readonly read: (
    caller: Caller,
    query: ListQuery<FilterOf<Filters>>,
    session: FastifyRequest['session'],
  ) => Promise<Result<PageOf<Row>>>;
}

/** A resource that has lists below it. */
export interface ParentRoute {
  readonly view: Pick<ResourceView<never>, 'name' | 'words'>;
  /** the filters that say "of this one"; refuses when the caller may not see it */
  readonly filterFor: (caller: Caller, uuid: string) => Promise<Result<Record<string, string>>>;
  /** the names of those filters: nobody may give them besides */
  readonly filters: readonly string[];
}

/** `GET /payOrders`: a page of the list, with filters, order, cursor and expand. */
export function addList<Row extends LinkedParent, Filters extends TProperties>(
  app: App,
  deps: ResourceDeps,
  { view, read }: ListRoute<Row, Filters>,
): void {
  const schema = {
    ...listOperation(view),
    querystring: listQuerySchema(view.rules),
    response: { 200: answer(collectionSchema(view.item), 'One page.'), ...ERROR_RESPONSES },
  };
  app.get(`/${view.name}`, { schema }, async ({ caller, query, session }) => {
    const list = { caller, query, session, href: href(deps.wire, `/${view.name}`), fixed: {} };
    return await answerList(deps, list, { view, read });
  });
}

/** `GET /payModes/:uuid/payOrders`: the same list, of one resource. */
export function addListBelow<Row extends LinkedParent, Filters extends TProperties>(
  app: App,
  deps: ResourceDeps,
  { parent, view, read }: ListRoute<Row, Filters> & { readonly parent: ParentRoute },
): void {
  const schema = {
    ...listBelowOperation(parent.view, view),
    params: UuidParams,
    querystring: listQuerySchema(view.rules, parent.filters),
    response: { 200: answer(collectionSchema(view.item), 'One page.'), ...ERROR_RESPONSES },
  };
  const above = `/${parent.view.name}`;
  app.get(`${above}/:uuid/${view.name}`, { schema }, async ({ caller, query, params, session }) => {
    const fixed = unwrap(await parent.filterFor(caller, params.uuid));
    const path = `${above}/${params.uuid}/${view.name}`;
    return await answerList(
      deps,
      { caller, query, session, href: href(deps.wire, path), fixed },
      { view, read },
    );
  });
}

interface ListRequest {
  readonly caller: Caller;
  readonly query: Readonly<Record<string, unknown>>;
  readonly href: string;
  readonly fixed: Readonly<Record<string, string>>;
  readonly session: FastifyRequest['session'];
}

async function answerList<Row extends LinkedParent, Filters extends TProperties>(
  deps: ResourceDeps,
  request: ListRequest,
  { view, read }: ListRoute<Row, Filters>,
) {
  const input = readListQuery(
    request.query,
    { href: request.href, rules: view.rules },
    deps.wire.time,
  );
  const filter = { ...input.filter, ...request.fixed };
  const page = unwrap(await read(request.caller, { ...input, filter }, request.session));
  const linked = await followLinks(
    deps,
    { kind: view.kind, names: input.expand, limit: INLINED_LIMIT },
    page.rows,
  );
  const { limit, order } = input.page;
  const context = {
    href: request.href,
    query: request.query,
    limit,
    position: input.position,
    order,
  };
  return presentPage(context, page, {
    present: (row) => expandResource(deps.wire, view.present(deps.wire, row), linked),
    keyOf: view.keyOf,
  });
}

/** `GET /payOrders/:uuid`, with expand. */
export function addOne<Row extends LinkedParent>(
  app: App,
  deps: ResourceDeps,
  route: {
    view: ResourceView<Row>;
    read: (
      caller: Caller,
      uuid: string,
      session: FastifyRequest['session'],
    ) => Promise<Result<Row>>;
  },
): void {
  const { view, read } = route;
  const names = view.rules.expand;
  const schema = {
    ...oneOperation(view),
    params: UuidParams,
    querystring: oneQuerySchema(names),
    response: { 200: answer(view.item, `The ${view.words.one}.`), ...ERROR_RESPONSES },
  };
  app.get(`/${view.name}/:uuid`, { schema }, async ({ caller, query, params, session }) => {
    const expand = readExpand(query.expand, names);
    const row = unwrap(await read(caller, params.uuid, session));
    const request = { kind: view.kind, names: expand, limit: INLINED_LIMIT };
    const linked = await followLinks(deps, request, [row]);
    return expandResource(deps.wire, view.present(deps.wire, row), linked);
  });
}
