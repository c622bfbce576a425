import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { Transform } from 'node:stream';
import { freePort } from './free-port.mjs';

/** A wire between a process and a server, which a test may cut. */
export interface TcpProxy {
  /** the server's URL, by way of this wire */
  readonly url: string;
  /** Ends every connection and refuses new ones, as a server that is down. */
  cut(): Promise<void>;
  /** Lets nothing through any more and says nothing, as a server that hangs or a broken network. */
  freeze(): void;
  /**
   * Forwards nothing any more on the connections that are there, without a word to either side, as a firewall or NAT
   * that has forgotten them; new ones pass. They stay so until they end.
   */
  forget(): void;
  /** New connections lead to this server; those that are there stay where they are. */
  leadTo(target: string): void;
  /** From now on each piece of data takes this long, ms, in either direction. */
  slow(ms: number): void;
  /**
   * Lets the next call that holds this text reach the server, and keeps what it answers: the caller never
   * learns what became of it. Answers once the text has passed, with what ends that connection, or with
   * nothing to end when `signal` aborts before.
   */
  loseAnswerTo(text: string, signal?: AbortSignal): Promise<() => void>;
  /** All is well again; what was frozen goes on, what was slow is not. */
  mend(): Promise<void>;
  close(): Promise<void>;
}

interface Loss {
  readonly text: string;
  readonly happened: (end: () => void) => void;
}

/** Puts a wire in front of the server that this URL names. */
export async function startTcpProxy(target: string): Promise<TcpProxy> {
  let leadsTo = new URL(target);
  const pairs = new Set<readonly [Socket, Socket]>();
  const forgotten = new Set<Socket>();
  const losses: Loss[] = [];
  let isFrozen = false;
  let delayMs = 0;
  const newDelay = () =>
    new Transform({
      transform: (chunk: Buffer, _, pass) => {
        if (delayMs === 0) pass(null, chunk);
        else setTimeout(() => pass(null, chunk), delayMs);
      },
    });
  const server = createServer((near) => {
    // Accepted before the wire was cut, and only reported now.
    if (!server.listening) return void near.destroy();
    const far = connect(Number(leadsTo.port), leadsTo.hostname);
    const pair = [near, far] as const;
    pairs.add(pair);
    const answers = newDelay();
    near.on('data', (chunk: Buffer) => {
      const at = losses.findIndex(({ text }) => chunk.includes(text));
      const [loss] = at < 0 ? [] : losses.splice(at, 1);
      if (loss === undefined) return;
      answers.unpipe(near);
      loss.happened(() => near.destroy());
    });
    near.pipe(newDelay()).pipe(far);
    far.pipe(answers).pipe(near);
    for (const [from, to] of [pair, [far, near] as const]) {
      if (isFrozen) from.pause();
      from.on('error', () => to.destroy());
      from.on('close', () => {
        forgotten.delete(from);
        to.destroy();
        pairs.delete(pair);
      });
    }
  });
  const port = await freePort();
  await listen(server, port);
  const each = (act: (socket: Socket) => void) => {
    for (const pair of pairs) pair.forEach(act);
  };
  const cut = async () => {
    if (!server.listening) return;
    server.close();
    each((socket) => socket.destroy());
    await once(server, 'close');
  };
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return {
    url: url.href,
    cut,
    freeze: () => {
      isFrozen = true;
      each((socket) => socket.pause());
    },
    forget: () => {
      each((socket) => {
        socket.pause();
        forgotten.add(socket);
      });
    },
    leadTo: (elsewhere) => {
      leadsTo = new URL(elsewhere);
    },
    slow: (ms) => {
      delayMs = ms;
    },
    loseAnswerTo: async (text, signal) =>
      await new Promise((happened) => {
        const loss = { text, happened };
        losses.push(loss);
        signal?.addEventListener('abort', () => {
          if (losses.includes(loss)) losses.splice(losses.indexOf(loss), 1);
          happened(() => {});
        });
      }),
    mend: async () => {
      isFrozen = false;
      delayMs = 0;
      each((socket) => {
        if (!forgotten.has(socket)) socket.resume();
      });
      if (!server.listening) await listen(server, port);
    },
    close: cut,
  };
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}
