import { connect, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Answer } from './client.ts';
import { readAnswers } from './http-answers.ts';

/**
 * Sends these very bytes to the server, ends the connection when it has answered, and reads the one
 * answer: for requests that no HTTP client would send.
 */
export async function sendBytes(url: string, bytes: string | Uint8Array): Promise<Answer> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(bytes);
  const { answers, rest } = readAnswers(await buffer(socket));
  const [answer] = answers;
  if (answer === undefined || rest !== null) throw new Error(`no whole answer: ${rest}`);
  const { status, headers, text } = answer;
  return { status, headers, body: JSON.parse(text) };
}

/**
 * Everything that a connection hears until it is closed. Whoever still writes when the server closes may be
 * reset: what it heard before stands all the same.
 */
export async function heardUntilClosed(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
  });
  return Buffer.concat(chunks);
}
