import { Client, type Dispatcher } from 'undici';
import { merchantToken } from '../test/support/tokens.ts';
import type { BenchGateway } from './gateway.ts';
import { type Percentiles, percentiles } from './measure.ts';

/** What a page far behind costs against the first one, by the same caller in the same moments. */
export interface ListSample {
  readonly list: string;
  /** 10000 where there are so many */
  readonly page: number;
  /** ms until a caller has it */
  readonly first: Percentiles;
  readonly far: Percentiles;
}

/** The filler's shop with most of the trade. */
const SHOP = 'shop0000';
const FAR_PAGE = 10_000;
const LIMIT = 25;
/** Pages are walked in longer steps: only where the page begins matters. */
const STEP = 200;
const TIMES = 200;
const WARM_UP = 50;

/** The lists of the big shop: its payments, its records, the payments of its busiest mode. */
export async function measureLists(gateway: BenchGateway): Promise<ListSample[]> {
  const client = new Client(gateway.url);
  const headers = { authorization: `Bearer ${await merchantToken(SHOP)}` };
  const get = async (path: string) => await read(client, { method: 'GET', path, headers });
  const root = gateway.path;
  const samples: ListSample[] = [];
  try {
    const mode = await findBusiestMode(get, root);
    for (const list of ['payOrders', 'tradeRecords', 'payModes/:uuid/payOrders']) {
      const path = `${root}/${list.replace(':uuid', mode)}`;
      samples.push(await measureList(get, { list, path }));
    }
  } finally {
    await client.close();
  }
  return samples;
}

/** Of the latest payments: only that one is sure to have so many pages. */
async function findBusiestMode(get: Get, root: string): Promise<string> {
  const { items } = await get(`${root}/payOrders?limit=${STEP}`);
  const modes = items.map(({ payMode }) => payMode?.href.split('/').at(-1) ?? '');
  const countOf = (mode: string) => modes.filter((other) => other === mode).length;
  return modes.toSorted((a, b) => countOf(b) - countOf(a))[0] ?? '';
}

interface ListPage {
  readonly items: ReadonlyArray<{ readonly payMode?: { readonly href: string } }>;
  readonly next?: string;
}

type Get = (path: string) => Promise<ListPage>;

async function read(client: Client, request: Dispatcher.RequestOptions): Promise<ListPage> {
  const { statusCode, body } = await client.request(request);
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`${request.path}: ${statusCode} ${text}`);
  return JSON.parse(text) as ListPage;
}

async function measureList(
  get: Get,
  { list, path }: { list: string; path: string },
): Promise<ListSample> {
  const first = withLimit(path, LIMIT);
  const { far, page } = await walkFar(get, path);
  const times = { first: [] as number[], far: [] as number[] };
  // In turn: whatever else this machine does then meets both alike.
  for (let at = -WARM_UP; at < TIMES; at += 1) {
    for (const [name, asked] of [
      ['first', first],
      ['far', far],
    ] as const) {
      const sentAt = performance.now();
      const { items } = await get(asked);
      if (at >= 0) times[name].push(performance.now() - sentAt);
      if (items.length !== LIMIT) throw new Error(`${asked} has ${items.length} rows`);
    }
  }
  return { list, page, first: percentiles(times.first), far: percentiles(times.far) };
}

/** Along `next`, as any caller would: to the page that begins after 9,999 others, or to the last whole one. */
async function walkFar(get: Get, path: string): Promise<{ far: string; page: number }> {
  const before = (FAR_PAGE - 1) * LIMIT;
  let place = { far: withLimit(path, LIMIT), page: 1 };
  let last = place;
  for (let rows = 0; rows < before; ) {
    const { items, next } = await get(withLimit(place.far, Math.min(STEP, before - rows)));
    if (next === undefined) return items.length < LIMIT ? last : place;
    rows += items.length;
    last = place;
    place = { far: withLimit(next, LIMIT), page: rows / LIMIT + 1 };
  }
  return place;
}

/** The path of this href with another length of its page. */
function withLimit(href: string, limit: number): string {
  const { pathname, searchParams } = new URL(href, 'http://here');
  searchParams.set('limit', String(limit));
  return `${pathname}?${searchParams.toString()}`;
}
