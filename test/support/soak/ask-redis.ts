import { once } from 'node:events';
import { connect } from 'node:net';

/** How many keys it holds and how much memory they take. */
export interface RedisLevel {
  readonly keys: number;
  readonly usedMemory: number;
}

/** Asks a Redis on this machine, as anybody at a terminal could. */
export async function askRedis(port: number): Promise<RedisLevel> {
  const socket = connect(port, '127.0.0.1');
  socket.write('DBSIZE\r\nINFO memory\r\nQUIT\r\n');
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  await once(socket, 'close');
  const keys = /^:(\d+)/.exec(text)?.[1];
  const usedMemory = /^used_memory:(\d+)/m.exec(text)?.[1];
  if (keys === undefined || usedMemory === undefined) throw new Error(`redis says ${text}`);
  return { keys: Number(keys), usedMemory: Number(usedMemory) };
}
