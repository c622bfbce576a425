import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { describeBehaviours, describeInText, parseBehaviour } from '../behaviours/catalogue.ts';
import { CallError } from '../calls/post-call.ts';
import type { Book } from '../ledger/book.ts';
import { entryOf } from '../ledger/transaction.ts';
import type { Timelines } from '../notices/timelines.ts';
import { CONNECTORS, SLUGS } from './connector.ts';
import { ControlBody, LedgerQuery } from './schemas.ts';

export interface ToolDeps {
  readonly book: Book;
  readonly timelines: Timelines;
  readonly control: Map<string, string>;
}

/** What tests and people use beside the connectors: the table, the ledger, the control. */
export function toolRoutes(app: FastifyInstance, deps: ToolDeps): void {
  app.get('/', (request, reply) => {
    if (request.headers.accept?.startsWith('text/') !== true) {
      const control = Object.fromEntries(deps.control);
      return reply.send({ connectors: CONNECTORS, behaviours: describeBehaviours(), control });
    }
    return reply.type('text/plain; charset=utf-8').send(describeInText(SLUGS));
  });
  app.post<{ Body: ControlBody }>('/control', { schema: { body: ControlBody } }, (request) => {
    const { slug, behaviour } = request.body;
    if (!SLUGS.includes(slug)) throw new CallError(400, `no connector "${slug}"`);
    if (behaviour === null) deps.control.delete(slug);
    else deps.control.set(slug, parseBehaviour(behaviour).text);
    return Object.fromEntries(deps.control);
  });
  ledgerRoutes(app, deps);
  redirectTrap(app, deps);
}

function ledgerRoutes(app: FastifyInstance, deps: ToolDeps): void {
  const schema = { querystring: LedgerQuery };
  app.get<{ Querystring: LedgerQuery }>('/ledger', { schema }, async (request, reply) => {
    await deps.book.durable();
    const text = Readable.from(ledgerText(deps.book.lines(), request.query));
    return reply.type('application/x-ndjson; charset=utf-8').send(text);
  });
  app.delete('/ledger', async (_request, reply) => {
    await deps.timelines.stop();
    await deps.book.clear();
    deps.control.clear();
    deps.timelines.restart();
    return reply.code(204).send();
  });
}

/** Where the `redirect` behaviour points: it claims success for a payment that was never charged. */
function redirectTrap(app: FastifyInstance, { book }: ToolDeps): void {
  app.all<{ Params: { tractionNo: string } }>('/redirected/:tractionNo', async (request) => {
    const { tractionNo } = request.params;
    const tx = book.find(tractionNo);
    if (tx !== undefined) {
      book.record(entryOf(tx, 'redirectFollowed'));
      await book.durable();
    }
    return { tractionNo, ret: 'success', thirdOrderNo: 'REDIRECTED', thirdErrorReason: '' };
  });
}

/**
 * The ledger's lines that match, as text; without a filter all of them. Notice URLs are left out: the
 * token in them is for the connector only, and anyone on this machine may read the ledger here.
 */
async function* ledgerText(
  groups: AsyncIterable<string[]>,
  filter: LedgerQuery,
): AsyncGenerator<string> {
  for await (const lines of groups) {
    const shown = lines.filter((line) => matches(line, filter)).map(withoutNotifyUrl);
    if (shown.length > 0) yield `${shown.join('\n')}\n`;
  }
}

/** On the text, because parsing millions of lines to find three would take minutes. */
function matches(line: string, { tractionNo, payTractionNo }: LedgerQuery): boolean {
  const parts = [];
  if (tractionNo !== undefined) parts.push(`,"tractionNo":${JSON.stringify(tractionNo)},`);
  if (payTractionNo !== undefined) parts.push(`,"payTractionNo":${JSON.stringify(payTractionNo)},`);
  return parts.every((part) => line.includes(part));
}

function withoutNotifyUrl(line: string): string {
  if (!line.includes('"notifyUrl":')) return line;
  const { notifyUrl: _hidden, ...shown } = JSON.parse(line) as Record<string, unknown>;
  return JSON.stringify(shown);
}
