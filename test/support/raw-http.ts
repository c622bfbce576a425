import { connect } from 'node:net';
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
