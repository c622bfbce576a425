import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { signatureOf, signedHeaders } from '../support/notices.ts';

export type Ret = 'success' | 'failed' | 'running' | 'notFound' | 'unknown';

/** What one call came to; `unknown`: no answer that counts. */
export interface Said {
  readonly ret: Ret;
  readonly body: Readonly<Record<string, unknown>>;
  readonly status: number | null;
}

/** A notice with a right signature. */
export interface Noticed {
  readonly id: string;
  readonly ret: Ret;
}

/** The gateway, as a connector meets it: it repeats, asks, cancels and listens until it is certain (docs/connector.md). */
export interface GatewayActor {
  readonly secret: string;
  newNo(first: 1 | 2): string;
  call(path: string, body: object): Promise<Said>;
  notifyUrl(tractionNo: string): string;
  noticesOf(tractionNo: string): readonly Noticed[];
  /** The next notices about it are answered with 500. */
  refuseNotices(tractionNo: string, times: number): void;
  /** Posts, and goes on until it ends. */
  untilEnd(path: '/pay' | '/refund', body: Body): Promise<Said>;
  /** Cancels until that is certain; `failed`: the payment goes on, and its end is answered. */
  cancelUntilEnd(tractionNo: string): Promise<Said>;
  close(): Promise<void>;
}

interface Body {
  readonly tractionNo: string;
  readonly [field: string]: unknown;
}

const PAUSE_MS = 60;
/** Whoever has waited for a second waits for a deadline, and asks less often. */
const LATER_MS = 1_000;
const LONG_PAUSE_MS = 240;
const GIVE_UP_MS = 30_000;
const TIMEOUT_MS = 5_000;
let numbers = 0;

/** @param url of the connector */
export async function startGatewayActor(url: string): Promise<GatewayActor> {
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const notices = new Map<string, Noticed[]>();
  const refusing = new Map<string, number>();
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const tractionNo = request.url?.split('/').at(-1) ?? '';
      const left = refusing.get(tractionNo) ?? 0;
      refusing.set(tractionNo, left - 1);
      const id = String(request.headers['webhook-id']);
      const at = String(request.headers['webhook-timestamp']);
      const isSigned = request.headers['webhook-signature'] === signatureOf(secret, [id, at, body]);
      if (left > 0 || !isSigned) return response.writeHead(left > 0 ? 500 : 401).end();
      const said = JSON.parse(body) as { tractionNo: string; ret: Ret };
      if (said.tractionNo === tractionNo) {
        notices.set(tractionNo, [...(notices.get(tractionNo) ?? []), { id, ret: said.ret }]);
      }
      return response.end('{"ret":"success"}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const call = async (path: string, body: object) => await post(url + path, body, secret);
  const end = async (path: '/pay' | '/refund' | null, body: Body) => {
    const startedAt = performance.now();
    let said: Said = path === null ? NOTHING : await call(path, body);
    while (!isEnd(said)) {
      const waitedMs = performance.now() - startedAt;
      if (waitedMs > GIVE_UP_MS) throw new Error(`${body.tractionNo} is still ${said.ret}`);
      const noticed = notices.get(body.tractionNo)?.at(-1);
      if (noticed !== undefined) return { ret: noticed.ret, body: {}, status: null };
      await sleep(waitedMs < LATER_MS ? PAUSE_MS : LONG_PAUSE_MS);
      said = await call('/query', { tractionNo: body.tractionNo });
      if (said.ret === 'notFound' && path !== null) said = await call(path, body);
    }
    return said;
  };
  return {
    secret,
    newNo: (first) => {
      numbers += 1;
      return `${first}${Date.now()}${String(numbers).padStart(6, '0')}`;
    },
    call,
    notifyUrl: (tractionNo) => `http://127.0.0.1:${port}/notice/${tractionNo}`,
    noticesOf: (tractionNo) => notices.get(tractionNo) ?? [],
    refuseNotices: (tractionNo, times) => void refusing.set(tractionNo, times),
    untilEnd: end,
    cancelUntilEnd: async (tractionNo) => {
      const deadline = performance.now() + GIVE_UP_MS;
      for (;;) {
        const said = await call('/cancel', { tractionNo });
        if (said.ret === 'success' || said.ret === 'notFound') return { ...said, ret: 'failed' };
        if (said.ret === 'failed') return await end(null, { tractionNo });
        if (performance.now() > deadline) throw new Error(`${tractionNo} cannot be cancelled`);
        await sleep(PAUSE_MS);
      }
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

const NOTHING: Said = { ret: 'unknown', body: {}, status: null };
const isEnd = ({ ret }: Said) => ret === 'success' || ret === 'failed';

async function post(url: string, content: object, secret: string): Promise<Said> {
  const body = JSON.stringify(content);
  numbers += 1;
  const headers = signedHeaders(body, { secret, id: `call-${numbers}` });
  try {
    const answer = await fetch(url, {
      method: 'POST',
      body,
      headers: { ...headers, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const said = (await answer.json()) as Readonly<Record<string, unknown>>;
    const ret = (said['ret'] ?? 'unknown') as Ret;
    return { ret, body: said, status: answer.status };
  } catch {
    return NOTHING;
  }
}
