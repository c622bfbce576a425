import { Readable } from 'node:stream';
import type { Caller } from '@payserver/shared/domain/caller';
import { type Result, unwrap } from '@payserver/shared/domain/errors';
import type { FastifyReply } from 'fastify';
import { type TProperties, type TSchema, Type } from 'typebox';
import type { App } from '../../http/app.ts';
import { BYTE_ORDER_MARK, csvLine } from '../../http/csv.ts';
import { ERROR_RESPONSES } from '../../http/error-body.ts';
import { type FilterOf, listQuerySchema, readListQuery } from '../../http/list-query.ts';
import { answer, type Operation } from '../../http/schemas/operation.ts';
import { href, type Wire } from '../../http/wire.ts';
import { readExceptions } from '../../use-cases/exceptions.ts';
import { exportRows } from '../../use-cases/export-rows.ts';
import { readAuditRecords } from '../../use-cases/read-audit.ts';
import { readPayOrders, readRefundOrders, readTradeRecords } from '../../use-cases/read-orders.ts';
import type { ListQuery, PageOf } from '../../use-cases/reading.ts';
import { AUDIT_RECORD_VIEW, presentAuditRecord } from '../audit-records/view.ts';
import { EXCEPTION_VIEW, presentException } from '../exceptions/view.ts';
import { PAY_ORDER_VIEW, presentPayOrder } from '../pay-orders/view.ts';
import { presentRefundOrder, REFUND_ORDER_VIEW } from '../refund-orders/view.ts';
import type { ResourceDeps } from '../resource-routes.ts';
import type { ResourceView } from '../resource-view.ts';
import { presentTradeRecord, TRADE_RECORD_VIEW } from '../trade-records/view.ts';
import {
  AUDIT_RECORD_COLUMNS,
  type Column,
  EXCEPTION_COLUMNS,
  PAY_ORDER_COLUMNS,
  REFUND_ORDER_COLUMNS,
  TRADE_RECORD_COLUMNS,
} from './columns.ts';

/** `GET /exports/payOrders` and its like: a whole list as CSV. */
export function exportRoutes(app: App, deps: ResourceDeps): void {
  addExport(app, deps, {
    view: PAY_ORDER_VIEW,
    present: presentPayOrder,
    columns: PAY_ORDER_COLUMNS,
    read: (caller, query) => readPayOrders(deps, caller, query),
  });
  addExport(app, deps, {
    view: REFUND_ORDER_VIEW,
    present: presentRefundOrder,
    columns: REFUND_ORDER_COLUMNS,
    read: (caller, query) => readRefundOrders(deps, caller, query),
  });
  addExport(app, deps, {
    view: TRADE_RECORD_VIEW,
    present: presentTradeRecord,
    columns: TRADE_RECORD_COLUMNS,
    read: (caller, query) => readTradeRecords(deps, caller, query),
  });
  addExport(app, deps, {
    view: EXCEPTION_VIEW,
    present: presentException,
    columns: EXCEPTION_COLUMNS,
    read: (caller, query) => readExceptions(deps, caller, query),
  });
  addExport(app, deps, {
    view: AUDIT_RECORD_VIEW,
    present: presentAuditRecord,
    columns: AUDIT_RECORD_COLUMNS,
    read: (caller, query) => readAuditRecords(deps, caller, query),
  });
}

/** A list that can be exported: how it is read, and how its items become lines. */
interface ExportRoute<Row, Filters extends TProperties, Item> {
  readonly view: Pick<ResourceView<Row, Filters>, 'name' | 'words' | 'rules' | 'keyOf'>;
  readonly present: (wire: Wire, row: Row) => Item;
  readonly columns: readonly Column<Item>[];
  readonly read: (
    caller: Caller,
    query: ListQuery<FilterOf<Filters>>,
  ) => Promise<Result<PageOf<Row>>>;
}

const Csv: TSchema = Type.String({ description: 'CSV: UTF-8 with a byte order mark, CRLF.' });

function addExport<Row, Filters extends TProperties, Item>(
  app: App,
  deps: ResourceDeps,
  { view, present, columns, read }: ExportRoute<Row, Filters, Item>,
): void {
  const schema = {
    ...exportOperation(view),
    querystring: exportQuery(view.rules),
    response: { 200: answer(Csv, 'All of it.'), ...ERROR_RESPONSES },
  };
  const path = `/exports/${view.name}`;
  app.get(path, { schema, exposeHeadRoute: false }, async ({ caller, query }, reply) => {
    const { lang = 'en', ...listQuery } = query as { readonly lang?: 'en' | 'zh' };
    const list = { href: href(deps.wire, path), rules: view.rules };
    const { page, ...input } = readListQuery(listQuery, list, deps.wire.time);
    const pages = unwrap(
      await exportRows<Row>({
        read: async (next) => await read(caller, { ...input, page: next }),
        order: page.order,
        keyOf: view.keyOf,
      }),
    );
    const headings = csvLine(columns.map((column) => column[lang]));
    const lineOf = (row: Row) => {
      const item = present(deps.wire, row);
      return csvLine(columns.map(({ cell }) => cell(item)));
    };
    const today = deps.wire.time(new Date()).slice(0, 'YYYY-MM-DD'.length);
    void reply.headers({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${view.name}-${today}.csv"`,
    });
    return await reply.send(bodyOf(reply, written(pages, { headings, lineOf })));
  });
}

async function* written<Row>(
  pages: AsyncGenerator<readonly Row[], void>,
  { headings, lineOf }: { readonly headings: string; readonly lineOf: (row: Row) => string },
): AsyncGenerator<string, void> {
  yield BYTE_ORDER_MARK + headings;
  for await (const rows of pages) if (rows.length > 0) yield rows.map(lineOf).join('');
}

/**
 * The answer, read as fast as its caller reads. When a page cannot be read the connection is reset: whatever the version of
 * HTTP, what came so far cannot pass for the whole.
 */
function bodyOf(reply: FastifyReply, text: AsyncGenerator<string, void>): Readable {
  const body = Readable.from(text, { objectMode: false });
  body.once('error', (error) => {
    reply.log.error({ err: error }, 'an export is cut off: a page cannot be read');
    reply.raw.socket?.resetAndDestroy();
  });
  return body;
}

type ExportedView = Pick<ResourceView<never>, 'words' | 'name'>;

function exportOperation({ words, name }: ExportedView): Operation {
  return {
    operationId: `export${words.name}s`,
    summary: `Export ${words.many}`,
    description:
      `All ${words.many} that \`GET /${name}\` would show with these filters, as CSV for spreadsheets: UTF-8 with a byte ` +
      'order mark, CRLF, headings in `lang`, amounts in yuan, times in TIME_ZONE. A cell that a spreadsheet would run, ' +
      "and a number that it would not show as it is, has `'` in front. At most 1,000,000 rows: with more nothing is " +
      'exported (9413). One that fails midway ends with a broken connection, never silently.',
    tags: ['Exports'],
    'x-codes': [9403, 9413],
    'x-media': 'text/csv',
  };
}

/** How much of a list a page has says nothing here, nor does what an item would show besides. */
const OF_PAGES: ReadonlySet<string> = new Set(['limit', 'offset', 'cursor', 'expand']);

function exportQuery(rules: ResourceView<never>['rules']) {
  const { properties } = listQuerySchema(rules);
  const filters = Object.entries(properties).filter(([name]) => !OF_PAGES.has(name));
  const lang = Type.Unsafe<'en' | 'zh'>({
    type: 'string',
    enum: ['en', 'zh'],
    description: 'The language of the headings; en without it.',
  });
  return Type.Object(
    { ...Object.fromEntries(filters), lang: Type.Optional(lang) },
    { additionalProperties: false },
  );
}
