import { PAY_OPEN, REFUND_OPEN } from '@payserver/shared/domain/statuses';
import type { Connection } from './books/connection.ts';
import { PATHS } from './ways.ts';

/** Where the gateway's API is, and an operator's token. */
export interface GatewayPlace {
  readonly apiUrl: string;
  readonly token: string;
}

/** What a day's comparison found. */
export interface Comparison {
  /** payments and refunds that were compared */
  readonly compared: number;
  /** the gateway has not settled them yet */
  readonly open: number;
  /** one line for each */
  readonly differences: readonly string[];
}

interface Order {
  readonly tractionNo: string;
  readonly status: string;
  /** fen */
  readonly payAmount: number;
  /** fen; of a payment what went back of it */
  readonly refundAmount: number;
}

interface Operation {
  readonly no: string;
  readonly state: 'done' | 'declined' | 'cancelled';
  /** fen */
  readonly amount: number;
  /** of a payment: fen of it that went back */
  readonly returned: number;
}

/** Of the gateway (API document, payOrder and refundOrder): money was taken, or given back. */
const TAKEN: ReadonlySet<string> = new Set(['payed', 'partRefunded', 'refunded']);
const OPEN: ReadonlySet<string> = new Set([PAY_OPEN, REFUND_OPEN]);
const LISTS = { pay: 'payOrders', refund: 'refundOrders' } as const;

/**
 * Compares a day's payments and refunds in the books with the gateway's orders, both ways: what one side has and the
 * other has not, or with another amount. A payment that failed at the gateway and was given back is none.
 *
 * @param day `YYYY-MM-DD`, by the time zone that both work in
 * @throws {Error} the gateway does not answer, or refuses the token
 */
export async function compareDay(
  connection: Pick<Connection, 'rows'>,
  gateway: GatewayPlace,
  day: string,
): Promise<Comparison> {
  const orders = new Map<string, Order>();
  for (const templateId of await booksTemplates(gateway)) {
    for (const list of Object.values(LISTS)) {
      const ofDay = { payTemplateId: templateId, ...hoursOf(day), limit: '200' };
      for (const order of await listOf<Order>(gateway, list, ofDay))
        orders.set(order.tractionNo, order);
    }
  }
  const operations = await operationsOf(connection, day, [...orders.keys()]);
  const isDone = new Set(
    [...operations].filter(([, { state }]) => state === 'done').map(([no]) => no),
  );
  for (const no of isDone) {
    if (orders.has(no)) continue;
    const order = await orderOf(gateway, no);
    if (order !== null) orders.set(no, order);
  }
  const numbers = [...new Set([...orders.keys(), ...isDone])].toSorted();
  const said = numbers.map((no) => differenceOf(orders.get(no), operations.get(no)));
  const differences = said.filter((one) => one !== null);
  const open = [...orders.values()].filter(({ status }) => OPEN.has(status)).length;
  return { compared: numbers.length, open, differences };
}

/** Null where both sides say the same, or the gateway does not know yet. */
function differenceOf(order?: Order, operation?: Operation): string | null {
  const booked = operation?.state === 'done' ? operation : null;
  if (order !== undefined) return differs(order, booked);
  return booked === null ? null : `${booked.no}: in the books, no order of the gateway`;
}

function differs(order: Order, booked: Operation | null): string | null {
  const { tractionNo, status } = order;
  if (OPEN.has(status)) return null;
  const isTaken = TAKEN.has(status);
  if (booked === null) {
    return isTaken ? `${tractionNo}: ${status} at the gateway, not in the books` : null;
  }
  const amount = isRefund(tractionNo) ? order.refundAmount : order.payAmount;
  if (booked.amount !== amount) {
    return `${tractionNo}: ${amount} fen at the gateway, ${booked.amount} in the books`;
  }
  const isSettled = isTaken || booked.returned === booked.amount;
  return isSettled ? null : `${tractionNo}: in the books, ${status} at the gateway`;
}

/** The day's operations, and those of these numbers. */
async function operationsOf(
  connection: Pick<Connection, 'rows'>,
  day: string,
  numbers: readonly string[],
): Promise<ReadonlyMap<string, Operation>> {
  const rows = await connection.rows(
    `SELECT o.no, o.state, o.amount::float8 AS amount, coalesce((SELECT sum(r.amount) FROM operation r
        WHERE r.source_no = o.no AND r.kind = 'refund' AND r.state = 'done'), 0)::float8 AS returned
       FROM operation o WHERE o.kind IN ('pay', 'refund') AND (o.business_date = $1 OR o.no = ANY ($2))`,
    [day, numbers],
  );
  return new Map((rows as unknown as Operation[]).map((row) => [row.no, row]));
}

/** The templates whose payUrl is one of the books'. */
async function booksTemplates(gateway: GatewayPlace): Promise<string[]> {
  type Template = { readonly payTemplateId: string; readonly payUrl: string | null };
  const templates = await listOf<Template>(gateway, 'payModeTemplates', { limit: '200' });
  const ends = Object.values(PATHS).map((path) => `${path}/pay`);
  return templates
    .filter(({ payUrl }) => ends.some((end) => payUrl?.endsWith(end) === true))
    .map(({ payTemplateId }) => payTemplateId);
}

function hoursOf(day: string) {
  return { createdFrom: `${day} 00:00:00`, createdTo: `${day} 23:59:59` };
}

/** The first digit of a traction number says what it is of: 1 a payment, 2 a refund. */
function isRefund(tractionNo: string): boolean {
  return tractionNo.startsWith('2');
}

async function orderOf(gateway: GatewayPlace, tractionNo: string): Promise<Order | null> {
  const list = isRefund(tractionNo) ? LISTS.refund : LISTS.pay;
  return (await listOf<Order>(gateway, list, { tractionNo }))[0] ?? null;
}

interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

/** All pages of a list. */
async function listOf<T>(
  { apiUrl, token }: GatewayPlace,
  list: string,
  query: Readonly<Record<string, string>>,
): Promise<T[]> {
  const items: T[] = [];
  let search: string | null = `?${new URLSearchParams(query).toString()}`;
  while (search !== null) {
    const page: Page<T> = await getJson(`${apiUrl}/${list}${search}`, token);
    items.push(...page.items);
    // The address in it may be that of a proxy which is not reached from here.
    search = page.next === undefined ? null : new URL(page.next).search;
  }
  return items;
}

async function getJson<T>(url: string, token: string): Promise<T> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  if (response.ok) return (await response.json()) as T;
  const { message } = (await response.json().catch(() => ({}))) as { readonly message?: string };
  throw new Error(`${new URL(url).host} answered ${response.status}: ${message ?? 'no reason'}`);
}
