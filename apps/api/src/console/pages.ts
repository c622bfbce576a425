import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { RefusalError } from '@payserver/shared/domain/errors';
import { PROGRAM_ROOT } from '@payserver/shared/runtime/program-root';
import type { FastifyReply } from 'fastify';
import type { App } from '../http/app.ts';

/** Where `npm run build` leaves the console. */
const DIST = join(PROGRAM_ROOT, 'apps/console/dist');
const INDEX = 'index.html';
const COMPRESSED = /\.(br|gz)$/;
const NONCE_BYTES = 16;
const YEAR_MS = 365 * 24 * 3_600_000;
const FOUND = 302;

/** Nothing from elsewhere, no inline script, and inline styles only of the one who knows this page's nonce. */
function policyOf(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/**
 * Serves the files of the console below this scope's prefix: what the build has named by its content may be stored for a
 * year; every path that is no file is the app's own page, which no cache may store, with a nonce of its own.
 *
 * @param base the prefix, without a slash at its end
 */
export async function servePages(app: App, base: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: join(DIST, 'assets'),
    prefix: '/assets/',
    // Nothing may be built yet.
    suppressWarning: true,
    preCompressed: true,
    index: false,
    dotfiles: 'ignore',
    immutable: true,
    maxAge: YEAR_MS,
    logLevel: 'warn',
    setHeaders: (reply) => void reply.header('vary', 'accept-encoding'),
  });
  const others = await otherFiles();
  const options = { schema: { hide: true }, logLevel: 'warn' } as const;
  app.get('', options, async (_, reply) => await reply.redirect(`${base}/`, FOUND));
  app.get('/api/*', options, refuseUnknown);
  app.get('/*', options, async (request, reply) => {
    const { '*': path } = request.params as { readonly '*': string };
    if (others.has(path)) return await reply.sendFile(path, DIST, FRESH);
    return await sendIndex(reply, base);
  });
}

/** Of files whose names do not change with what is in them. */
const FRESH = { maxAge: 0, immutable: false } as const;

async function refuseUnknown(): Promise<never> {
  throw new RefusalError({ code: 9003, message: 'no such route' });
}

/** What lies beside the page. */
async function otherFiles(): Promise<ReadonlySet<string>> {
  const entries = await readdir(DIST, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  return new Set(
    names.filter((name) => name !== INDEX && !name.startsWith('.') && !COMPRESSED.test(name)),
  );
}

async function sendIndex(reply: FastifyReply, base: string): Promise<FastifyReply> {
  const nonce = randomBytes(NONCE_BYTES).toString('base64');
  const html = await readIndex();
  const head = [
    `<base href="${base}/">`,
    `<meta name="csp-nonce" content="${nonce}">`,
    `<meta name="payserver-api" content="${base}/api/v1.0.0">`,
  ].join('');
  return await reply
    .header('cache-control', 'no-store')
    .header('content-security-policy', policyOf(nonce))
    .type('text/html; charset=utf-8')
    .send(html.replace('<head>', () => `<head>${head}`));
}

/** Read for each request: a build may have replaced it, and whoever is a second late gets files that are gone. */
async function readIndex(): Promise<string> {
  try {
    return await readFile(join(DIST, INDEX), 'utf8');
  } catch {
    throw new RefusalError({ code: 9003, message: 'the console is not built: npm run build' });
  }
}
