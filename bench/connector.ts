// A connector in a process of its own that says yes to everything after DELAY_MS.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

const delayMs = Number(process.env['DELAY_MS'] ?? 0);
/** of them it remembers so many, until it is asked */
const MOST_CALLS = 500;
let calls: Array<{ by: string; name: string; at: number; tookMs: number }> = [];
const now = () => performance.timeOrigin + performance.now();

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
  const at = now();
  void text(request)
    .then(answer)
    .then((json) => {
      response.setHeader('content-type', 'application/json').end(json);
      if (calls.length < MOST_CALLS) {
        calls.push({ by: 'connector', name: 'is called and answers', at, tookMs: now() - at });
      }
    });
}).listen(0, '127.0.0.1');
await once(server, 'listening');
// Nobody must outlive a bench that failed.
process.on('disconnect', () => process.exit());
process.on('message', () => {
  process.send?.(calls);
  calls = [];
});
process.send?.({ type: 'ready', port: (server.address() as AddressInfo).port });
