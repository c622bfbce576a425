/** A call that the stub has got. */
export interface StubCall {
  readonly call: string;
  readonly out_trade_no: string;
  readonly verdict: string;
}

/** The control API of a provider's stub (research I4): scripts, faults, the customer's phone, and what really happened. */
export interface StubControl {
  post(path: string, body?: object): Promise<Readonly<Record<string, unknown>>>;
  /** Steps for the next calls of one kind about a number; `*`: any. GGVVPP each. */
  script(call: string, steps: readonly string[], tractionNo?: string): Promise<void>;
  /** The calls about a number, of one kind. */
  callsOf(tractionNo: string, call?: string): Promise<readonly StubCall[]>;
  /** The calls about a number that are no question: payments that failed are asked about for late money. */
  ordersOf(tractionNo: string): Promise<readonly StubCall[]>;
  /** fen: what the customer has paid and not got back */
  net(tractionNo: string): Promise<number>;
  /** How often money went from the customer to the merchant. */
  charges(tractionNo: string): Promise<number>;
  refundsOf(tractionNo: string): Promise<number>;
  bookingsOf(tractionNo: string): Promise<readonly Booking[]>;
  /** Money without an order, an order without its money, money twice. */
  violations(): Promise<readonly string[]>;
  scan(codeUrl: string, act: 'approve' | 'refuse' | 'scan'): Promise<void>;
}

/** Money that moved. */
export interface Booking {
  readonly kind: 'charge' | 'reverse' | 'refund';
  readonly outTradeNo: string;
  readonly amount: number;
}

export function openStubControl(url: string): StubControl {
  const call = async (method: string, path: string, body?: object) => {
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`${url}${path}`, {
      ...{ method, ...json, headers: { 'content-type': 'application/json' } },
    });
    const said = (await answer.json()) as Readonly<Record<string, unknown>>;
    if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(said)}`);
    return said;
  };
  const bookingsOf = async (tractionNo: string) => {
    const { bookings } = await call('GET', '/control/ledger');
    return (bookings as readonly Booking[]).filter(({ outTradeNo }) => outTradeNo === tractionNo);
  };
  const count = async (tractionNo: string, kind: Booking['kind']) =>
    (await bookingsOf(tractionNo)).filter((booking) => booking.kind === kind).length;
  const callsOf = async (tractionNo: string) => {
    const { calls } = await call('GET', `/control/calls?out_trade_no=${tractionNo}`);
    return calls as readonly StubCall[];
  };
  return {
    post: async (path, body = {}) => await call('POST', path, body),
    script: async (name, steps, tractionNo = '*') =>
      void (await call('POST', '/control/script', { out_trade_no: tractionNo, call: name, steps })),
    callsOf: async (tractionNo, name) => {
      const all = await callsOf(tractionNo);
      return name === undefined ? all : all.filter((one) => one.call === name);
    },
    ordersOf: async (tractionNo) =>
      (await callsOf(tractionNo)).filter((one) => one.call !== 'query'),
    net: async (tractionNo) =>
      (await bookingsOf(tractionNo)).reduce(
        (sum, { kind, amount }) => sum + (kind === 'charge' ? amount : -amount),
        0,
      ),
    charges: async (tractionNo) => await count(tractionNo, 'charge'),
    refundsOf: async (tractionNo) => await count(tractionNo, 'refund'),
    bookingsOf,
    violations: async () => {
      const { violations } = await call('GET', '/control/oracle');
      return violations as readonly string[];
    },
    scan: async (codeUrl, act) => void (await call('POST', '/control/scan', { codeUrl, act })),
  };
}
