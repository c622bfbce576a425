import type { ClientRequest, IncomingMessage } from 'node:http';

/** One request and its limits. */
export interface Call {
  /** Makes the request, with nothing written yet. */
  readonly open: () => ClientRequest;
  /** the socket's event after which bytes may leave */
  readonly standsAt: 'connect' | 'secureConnect';
  readonly body: string;
  /** until the connection stands */
  readonly connectMs: number;
  /** until the answer's last byte */
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly stopping: AbortSignal;
}

/** How it ended. */
export interface Ended {
  /** null: the answer was read whole */
  readonly failure: string | null;
  /** bytes may have left */
  readonly stood: boolean;
  readonly httpStatus: number | null;
  readonly body: Buffer;
}

const TIMED_OUT = 'ETIMEDOUT';

/**
 * Sends one request on a connection of its own and reads the answer within its limits. Never throws; ends
 * within `timeoutMs` whatever the other side does, and leaves no socket behind.
 */
export async function exchange(call: Call): Promise<Ended> {
  try {
    return await send(call, call.open());
  } catch (error) {
    // A header that cannot be sent, for instance: nothing has left.
    const failure = error instanceof Error ? reasonOf(error) : String(error);
    return { failure, stood: false, httpStatus: null, body: Buffer.alloc(0) };
  }
}

function send(call: Call, request: ClientRequest): Promise<Ended> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let stood = false;
    let httpStatus: number | null = null;
    const end = (failure: string | null) => {
      clearTimeout(connecting);
      clearTimeout(whole);
      call.stopping.removeEventListener('abort', stop);
      if (failure !== null) request.destroy();
      resolve({ failure, stood, httpStatus, body: Buffer.concat(chunks) });
    };
    const timeOut = () => end(TIMED_OUT);
    const stop = () => end('stopped');
    const connecting = setTimeout(timeOut, call.connectMs);
    const whole = setTimeout(timeOut, call.timeoutMs);
    call.stopping.addEventListener('abort', stop, { once: true });
    // Stays for good: an error that nobody hears, after the end too, ends the process.
    request.on('error', (error) => end(reasonOf(error)));
    // With an answer it may come before the answer's last bytes are read; that has its own end.
    request.on('close', () => {
      if (httpStatus === null) end('closed without an answer');
    });
    request.on('socket', (socket) =>
      socket.once(call.standsAt, () => {
        stood = true;
        clearTimeout(connecting);
      }),
    );
    request.on('response', (response: IncomingMessage) => {
      httpStatus = response.statusCode ?? null;
      response.on('error', (error) => end(reasonOf(error)));
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > call.maxBytes) end('the answer is too large');
        else chunks.push(chunk);
      });
      response.on('close', () => end('ECONNRESET'));
      response.on('end', () => end(response.complete ? null : 'ECONNRESET'));
    });
    request.end(call.body);
  });
}

function reasonOf(error: Error): string {
  return ('code' in error && typeof error.code === 'string' && error.code) || error.message;
}
