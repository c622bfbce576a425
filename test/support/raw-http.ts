import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Answer } from './client.ts';

/**
 * Sends these very bytes to the server, ends the connection when it has answered, and reads the one
 * answer: for requests that no HTTP client would send.
 */
export async function sendBytes(
  url: string,
  bytes: string | Uint8Array,
): Promise<Pick<Answer, 'status' | 'body'>> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(bytes);
  const answer = await text(socket);
  const [head = '', body = ''] = answer.split(/\r\n\r\n(.*)/s);
  return { status: Number(head.split(' ')[1]), body: JSON.parse(body) };
}
