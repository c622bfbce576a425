import { setTimeout as sleep } from 'node:timers/promises';

/** What tests read in a ledger line. */
export interface LedgerLine {
  readonly event: string;
  readonly slug: string;
  readonly kind: string;
  readonly tractionNo: string;
  readonly amount: number | null;
  readonly behaviour: string;
  readonly thirdOrderNo: string | null;
  readonly reason?: string;
  readonly status?: number | null;
  readonly tamper?: string;
  readonly at: number;
  readonly notifyUrl?: string;
}

export interface Answer {
  readonly tractionNo: string;
  readonly ret: string;
  readonly thirdOrderNo: string;
  readonly thirdErrorReason: string;
  readonly tradeFinishedAt: string;
}

let lastNumber = 0;

/** A traction number no other test of this run uses; `1` for payments and `2` for refunds. */
export function newTractionNo(kind: 'pay' | 'refund' = 'pay'): string {
  lastNumber += 1;
  const first = kind === 'pay' ? '1' : '2';
  return `${first}${String(Date.now()).slice(1)}${process.pid % 100}${String(lastNumber).padStart(4, '0')}`;
}

/** The document's body for payUrl; `sandbox` chooses the behaviour. */
export function payBody(tractionNo: string, sandbox?: string, more: Record<string, unknown> = {}) {
  return {
    payer: 'A',
    payee: 'http://127.0.0.1:6004/api/v1.0.0/shops/eLzwsgnlWpZN8xtvz0qgvw',
    payAmount: 50,
    tractionNo,
    clientPayNo: `c-${tractionNo}`,
    orderStartAt: '2026-08-15 11:53:48',
    orderExpiredAt: '2026-08-16 11:53:48',
    payParams: sandbox === undefined ? {} : { sandbox },
    clientExtraParams: { orderNo: 'P201807050001' },
    payStartAt: '2026-08-15 11:53:52',
    ...more,
  };
}

/** The document's body for refundUrl, about a payment of 50 fen. */
export function refundBody(
  payTractionNo: string,
  refundAmount: number,
  { sandbox, ...more }: { sandbox?: string } & Record<string, unknown> = {},
) {
  const tractionNo = newTractionNo('refund');
  return {
    clientRefundNo: `T-${tractionNo}`,
    tractionNo,
    payTractionNo,
    thirdPayNo: '4200000181201808163040805263',
    payee: 'http://127.0.0.1:6004/api/v1.0.0/shops/eLzwsgnlWpZN8xtvz0qgvw',
    payAmount: 50,
    refundAmount,
    clientExtraParams: sandbox === undefined ? {} : { sandbox },
    ...more,
  };
}

/** Posts JSON; gives up after 15 s or when it is aborted. */
export function post(
  url: string,
  body: unknown,
  {
    signal = AbortSignal.timeout(15_000),
    headers = {},
  }: { signal?: AbortSignal; headers?: Record<string, string> } = {},
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    redirect: 'manual',
    signal,
  });
}

/** Posts JSON and reads the connector's answer. */
export async function ask(url: string, body: unknown): Promise<Answer> {
  const response = await post(url, body);
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer;
}

/** The ledger's lines about one number. */
export async function ledgerOf(url: string, tractionNo: string): Promise<LedgerLine[]> {
  return parseLines(await (await fetch(`${url}/ledger?tractionNo=${tractionNo}`)).text());
}

export function parseLines(text: string): LedgerLine[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as LedgerLine);
}

/** The ledger's events about one number, in order. */
export async function eventsOf(url: string, tractionNo: string): Promise<string[]> {
  return (await ledgerOf(url, tractionNo)).map(({ event }) => event);
}

/** Waits until `read` gives something that is not null. */
export async function eventually<T>(read: () => T | null | Promise<T | null>): Promise<T> {
  const until = Date.now() + 10_000;
  while (Date.now() < until) {
    const found = await read();
    if (found !== null) return found;
    await sleep(20);
  }
  throw new Error('waited 10 s for something that never came');
}

/** Waits until so many lines of this event stand in the ledger. */
export async function untilEvents(
  url: string,
  tractionNo: string,
  { event, count }: { event: string; count: number },
): Promise<void> {
  await eventually(async () => {
    const events = await eventsOf(url, tractionNo);
    return events.filter((one) => one === event).length >= count ? true : null;
  });
}
