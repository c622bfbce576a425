// A connector in a process of its own that says yes to everything after DELAY_MS.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

const delayMs = Number(process.env['DELAY_MS'] ?? 0);

async function answer(body: string): Promise<string> {
  const { tractionNo } = JSON.parse(body) as { tractionNo: string };
  if (delayMs > 0) await sleep(delayMs);
  return JSON.stringify({
    tractionNo,
    ret: 'success',
    thirdOrderNo: `T${tractionNo}`,
    thirdErrorReason: '',
    tradeFinishedAt: '2026-01-01 12:00:00',
  });
}

const server = createServer((request, response) => {
  void text(request)
    .then(answer)
    .then((json) => response.setHeader('content-type', 'application/json').end(json));
}).listen(0, '127.0.0.1');
await once(server, 'listening');
// Nobody must outlive a bench that failed.
process.on('disconnect', () => process.exit());
process.send?.({ type: 'ready', port: (server.address() as AddressInfo).port });
