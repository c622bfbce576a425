import { createServer } from 'node:net';

// Systems take the ports of outgoing connections from 32768 (Linux) or 49152 (others) upwards. A port from there can
// be taken, by a connection that nobody listens for, between its choice and its use, or while a server restarts.
// Those below are of test/support/connector.ts, which gives none of them twice.
const FIRST = 25_000;
const SLICE = 350;
const SLICES = 20;

// A worker of vitest has a slice to itself; others, which are few, each draw one of the rest.
const WORKERS = 8;
const slice = Number(process.env.VITEST_POOL_ID) || WORKERS + random(SLICES - WORKERS);
let next = random(SLICE);

/**
 * A loopback port that nobody listens on, and that no outgoing connection is given: it stays free until it is used,
 * and also while a server that had it restarts. It is answered again only after hundreds of others.
 *
 * @returns {Promise<number>}
 */
export async function freePort() {
  for (let tries = 0; tries < SLICE; tries += 1) {
    next = (next + 1) % SLICE;
    const port = FIRST + (slice % SLICES) * SLICE + next;
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port among ${SLICE}`);
}

/** @param {number} port */
async function isFree(port) {
  const server = createServer();
  return await new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.close(() => resolve(true));
    });
  });
}

/** @param {number} below */
function random(below) {
  return Math.floor(Math.random() * below);
}
