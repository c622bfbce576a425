import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { freePort } from '../support/free-port.mjs';

test('a free port is none that the system gives to an outgoing connection, and none twice', async () => {
  const range = await readFile('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').catch(() => '');
  const first = Number(range.split(/\s/)[0]) || 32_768;

  const ports = await Promise.all(Array.from({ length: 50 }, freePort));

  expect(Math.max(...ports)).toBeLessThan(first);
  expect(new Set(ports).size).toBe(50);
});
