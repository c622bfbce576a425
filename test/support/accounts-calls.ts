import { signedHeaders } from './notices.ts';

/** What a call of the books' service came to. */
export interface Answered {
  readonly status: number;
  readonly text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read bodies of every shape
  readonly json: any;
}

/** A request to the service: a body makes it a POST, a Buffer is a file. */
export interface ServiceCall {
  readonly path: string;
  readonly body?: object | undefined;
}

let calls = 0;

/** Calls a book as the gateway does, signed with this secret; null: not signed. */
export async function callBook(
  url: string,
  secret: string | null,
  { path, body = {} }: ServiceCall,
): Promise<Answered> {
  const text = JSON.stringify(body);
  calls += 1;
  const signature = secret === null ? {} : signedHeaders(text, { secret, id: `call-${calls}` });
  const headers = { 'content-type': 'application/json', ...signature };
  return await send(url + path, { method: 'POST', headers, body: text });
}

/** Calls the admin API with this token; null: with none. */
export async function callAdmin(
  url: string,
  token: string | null,
  { path, body }: ServiceCall,
): Promise<Answered> {
  const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
  if (body === undefined) return await send(url + path, { headers: authorization });
  const isFile = Buffer.isBuffer(body);
  const type = isFile ? 'text/csv' : 'application/json';
  const headers = { ...authorization, 'content-type': type };
  const content = isFile ? new Uint8Array(body) : JSON.stringify(body);
  return await send(url + path, { method: 'POST', headers, body: content });
}

async function send(url: string, init: RequestInit): Promise<Answered> {
  const answer = await fetch(url, init);
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') === true;
  return { status: answer.status, text, json: isJson ? JSON.parse(text) : null };
}
