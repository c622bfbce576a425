import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A payment provider with books. What a charge does stands in its `code`: `pay`, `decline`, `wait`, `run`, `lose`, `late`. */
export interface Bank {
  readonly url: string;
  /** fen that are taken and not given back */
  net(id: string): number;
  /** how often money was taken for this number */
  timesCharged(id: string): number;
  timesRefunded(id: string): number;
  /** The customer pays what waits. */
  confirm(id: string): void;
  close(): Promise<void>;
}

interface Entry {
  readonly id: string;
  readonly no: string;
  readonly amount: number;
  /** of a refund: its charge */
  readonly of?: string;
  state: 'done' | 'declined' | 'waiting' | 'closed';
  times: number;
  /** its money may come after it was closed, and goes back when it is cancelled again */
  readonly isLate?: boolean;
}

const RUN_MS = 150;
const STATE_OF: Readonly<Record<string, Entry['state']>> = {
  pay: 'done',
  lose: 'done',
  decline: 'declined',
};

/**
 * @param isRepeatable false: every POST of a charge takes money again, as at a provider that knows no idempotency
 */
export async function startBank({ isRepeatable }: { isRepeatable: boolean }): Promise<Bank> {
  const charges = new Map<string, Entry>();
  const refunds = new Map<string, Entry>();
  let numbers = 0;
  const newNo = () => `bank-${(numbers += 1)}`;
  const pay = (made: Entry) => {
    const isOpen = made.state === 'waiting' || (made.isLate === true && made.state === 'closed');
    if (isOpen) Object.assign(made, { state: 'done', times: made.times + 1 });
  };
  const charge = ({ id, amount, code }: Sent): Entry => {
    const known = charges.get(id);
    if (known?.state === 'done' && !isRepeatable) known.times += 1;
    if (known !== undefined) return known;
    const [act = ''] = (code ?? '').split(':');
    const state = STATE_OF[act] ?? 'waiting';
    const made: Entry = {
      id,
      no: newNo(),
      amount,
      state,
      times: state === 'done' ? 1 : 0,
      isLate: act === 'late',
    };
    charges.set(id, made);
    if (act === 'run') setTimeout(() => pay(made), RUN_MS);
    return made;
  };
  const refund = ({ id, charge: of, amount }: Sent): Entry => {
    const made: Entry = refunds.get(id) ?? { id, no: newNo(), amount, of, state: 'done', times: 1 };
    return refunds.set(id, made).get(id) ?? made;
  };
  const cancel = (id: string): Entry => {
    const made = charges.get(id) ?? { id, no: newNo(), amount: 0, state: 'waiting', times: 0 };
    if (made.state === 'done' && made.isLate === true) made.times -= 1;
    if (made.state !== 'done' || made.isLate === true) made.state = 'closed';
    charges.set(id, made);
    return made;
  };
  const handle = (method: string, [, books, id = '', act]: string[], sent: Sent) => {
    if (act === 'cancel') return cancel(id);
    if (method === 'GET') return (books === 'refunds' ? refunds : charges).get(id);
    return books === 'refunds' ? refund(sent) : charge(sent);
  };
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const sent = JSON.parse(body || '{}') as Sent;
      const said = handle(request.method ?? '', request.url?.split('/') ?? [], sent);
      // Booked, and nobody hears of it.
      if (sent.code?.startsWith('lose')) request.socket.destroy();
      else answer(response, said);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const given = (id: string) => [...refunds.values()].filter(({ of }) => of === id);
  return {
    url: `http://127.0.0.1:${port}`,
    net: (id) => {
      const { amount = 0, times = 0 } = charges.get(id) ?? {};
      return given(id).reduce((left, one) => left - one.amount * one.times, amount * times);
    },
    timesCharged: (id) => charges.get(id)?.times ?? 0,
    timesRefunded: (id) => refunds.get(id)?.times ?? 0,
    confirm: (id) => {
      const made = charges.get(id);
      if (made !== undefined) pay(made);
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

interface Sent {
  readonly id: string;
  readonly amount: number;
  readonly code?: string;
  readonly charge: string;
}

function answer(response: ServerResponse, said: Entry | undefined): void {
  response.writeHead(said === undefined ? 404 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(said ?? {}));
}
