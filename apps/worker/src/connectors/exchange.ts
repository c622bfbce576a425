import type { LookupFunction } from 'node:net';
import type { ConnectorAllow } from '@payserver/shared/runtime/connector-allow';
import { createGuardedLookup } from '@payserver/shared/runtime/guarded-lookup';
import { Agent, type Dispatcher, Pool } from 'undici';

/** One POST and its limits. */
export interface Call {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** until the answer's last byte */
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** while the call lasts, holds what ends it at once */
  readonly inProgress: Set<() => void>;
}

/** How it ended. */
export interface Ended {
  /** null: the answer was read whole */
  readonly failure: string | null;
  /** bytes may have left */
  readonly stood: boolean;
  readonly httpStatus: number | null;
  /** when to come again, as the answer says it */
  readonly retryAfter: string | null;
  readonly body: Buffer;
}

/** Of a name and a connection together, and of TLS after them. */
const CONNECT_MS = 2_000;

/** What differs between connections. */
export interface ConnectionOptions {
  /** whether a connection serves one call after the other */
  readonly keepAlive: boolean;
  /** to one origin at once; unset: as many as there are calls */
  readonly perOrigin?: number;
  /** PEM of who is trusted in the place of the well-known ones */
  readonly ca?: string;
  /** hears where a name leads, of each connection that is made */
  readonly onAddress?: (origin: string, address: string) => void;
}

/** Connections to others: each is guarded by `allow`, on the resolved address. */
export function createConnections(
  allow: ConnectorAllow,
  { keepAlive, perOrigin, ca, onAddress }: ConnectionOptions,
): Dispatcher {
  // undici keeps a connection for later only where it may pipeline; with 1 it never has two calls on one.
  const pipelining = keepAlive ? 1 : 0;
  return new Agent({
    factory: (origin) => {
      const url = new URL(origin);
      return new Pool(origin, {
        pipelining,
        ...(perOrigin !== undefined && { connections: perOrigin }),
        // `stood` is decided where HTTP/1.1 begins a request: a session of HTTP/2 stands before, and carries others.
        allowH2: false,
        // The call has one limit of its own.
        headersTimeout: 0,
        bodyTimeout: 0,
        connect: {
          lookup: heard(createGuardedLookup(allow, url), (address) =>
            onAddress?.(url.origin, address),
          ),
          ...(ca !== undefined && { ca }),
          timeout: url.protocol === 'https:' ? 2 * CONNECT_MS : CONNECT_MS,
        },
      });
    },
  });
}

/** The same lookup, which tells the first address that it answers. */
function heard(lookup: LookupFunction, onAddress: (address: string) => void): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, options, (error, found, family) => {
      const first = typeof found === 'string' ? found : found[0]?.address;
      if (error === null && first) onAddress(first);
      callback(error, found, family);
    });
  };
}

/**
 * Sends one request and reads the answer within its limits. Never throws; ends within `timeoutMs` whatever
 * the other side does, and leaves no socket behind that is not to be used again.
 */
export function exchange(connections: Dispatcher, call: Call): Promise<Ended> {
  return new Promise((resolve) => {
    const exchanging = new Exchange(call, resolve);
    try {
      connections.dispatch(
        {
          origin: call.url.origin,
          path: call.url.pathname + call.url.search,
          method: 'POST',
          headers: call.headers,
          body: call.body,
        },
        exchanging,
      );
    } catch (error) {
      // A header that cannot be sent, for instance: nothing has left.
      exchanging.end(reasonOf(error));
    }
  });
}

/** One call in progress, as undici tells of it. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #call: Call;
  readonly #resolve: (ended: Ended) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #stop = () => this.end('stopped');
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | null = null;
  #size = 0;
  #httpStatus: number | null = null;
  #retryAfter: string | null = null;
  #isOver = false;

  constructor(call: Call, resolve: (ended: Ended) => void) {
    this.#call = call;
    this.#resolve = resolve;
    this.#timer = setTimeout(() => this.end('ETIMEDOUT'), call.timeoutMs);
    call.inProgress.add(this.#stop);
  }

  end(failure: string | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#call.inProgress.delete(this.#stop);
    const body = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
    this.#resolve({
      failure,
      stood: this.#controller !== null,
      httpStatus: this.#httpStatus,
      retryAfter: this.#retryAfter,
      body: body ?? Buffer.alloc(0),
    });
    if (failure !== null) this.#controller?.abort(new Error(failure));
  }

  // Called when the connection stands, TLS included, and before the first byte is written.
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#isOver) controller.abort(new Error('over before it began'));
    else this.#controller = controller;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    this.#httpStatus = statusCode;
    const retryAfter = headers['retry-after'];
    if (typeof retryAfter === 'string') this.#retryAfter = retryAfter;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size > this.#call.maxBytes) this.end('the answer is too large');
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.end(null);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.end(reasonOf(error));
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return ('code' in error && typeof error.code === 'string' && error.code) || error.message;
}
