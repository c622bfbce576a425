import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { SearchedText } from './planted.ts';

/** What to send, and which answer it must get. */
export interface Said {
  readonly method?: 'GET' | 'POST';
  /** after `/api/v1.0.0`, or from the root when it begins with `//` */
  readonly path: string;
  readonly token?: string;
  readonly headers?: Record<string, string>;
  /** sent as JSON; a string as it is */
  readonly body?: unknown;
  /** statuses that it may have */
  readonly expect: number | readonly number[];
}

/** Sends requests and keeps every answer, headers and body. */
export interface CanaryTill {
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read bodies of every shape
  say(said: Said): Promise<any>;
  /** Bytes as they are, which must be answered with this status and a closed connection. */
  shout(bytes: string, expect: number): Promise<void>;
  readonly heard: readonly SearchedText[];
}

/** A till of the gateway at this URL. */
export function openCanaryTill(url: string): CanaryTill {
  const heard: SearchedText[] = [];
  const hear = (what: string, text: string) =>
    heard.push({ name: `answer ${heard.length + 1} to ${what}`, text });
  return {
    heard,
    async say({ method = 'POST', path, token, headers = {}, body, expect }) {
      const target = path.startsWith('//') ? path.slice(1) : `/api/v1.0.0${path}`;
      const response = await fetch(`${url}${target}`, {
        method,
        headers: {
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const name = `${method} ${path.split('?')[0]}`;
      hear(name, `${JSON.stringify([...response.headers])}\n${text}`);
      if (![expect].flat().includes(response.status)) {
        throw new Error(`${name}: ${response.status} ${text}`);
      }
      return text === '' ? null : JSON.parse(text);
    },
    async shout(bytes, expect) {
      const { hostname, port } = new URL(url);
      const socket = connect(Number(port), hostname);
      socket.write(bytes);
      const text = (await buffer(socket)).toString('latin1');
      hear('raw bytes', text);
      if (!text.startsWith(`HTTP/1.1 ${expect} `)) throw new Error(`raw bytes: ${text}`);
    },
  };
}
