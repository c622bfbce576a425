import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import encodeQR from 'qr';
import { PAGE, SCRIPT, STYLE } from './qr-page-files.ts';

/** What the page shows. */
export interface QrPayment {
  readonly provider: 'wechat' | 'alipay';
  readonly tractionNo: string;
  /** fen */
  readonly amount: number;
  readonly state: 'waiting' | 'paid' | 'failed';
  /** what the customer scans; null: not made yet */
  readonly codeUrl: string | null;
  /** for the cashier */
  readonly reason: string | null;
}

/** A page that shows one payment's code. */
export interface QrPage {
  readonly url: string;
  close(): Promise<void>;
}

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/**
 * Serves the page on loopback, at a free port. The code is drawn here: nothing of it goes to a service elsewhere.
 *
 * @param now the payment as it is known now
 */
export async function serveQrPage(now: () => QrPayment): Promise<QrPage> {
  const files: Readonly<Record<string, (response: ServerResponse) => void>> = {
    '/': (response) => send(response, 'text/html', PAGE),
    '/page.js': (response) => send(response, 'text/javascript', SCRIPT),
    '/page.css': (response) => send(response, 'text/css', STYLE),
    '/favicon.ico': (response) => void response.writeHead(204).end(),
    '/payment': (response) => send(response, 'application/json', JSON.stringify(now())),
    '/code.svg': (response) => {
      const { codeUrl } = now();
      if (codeUrl === null) response.writeHead(404).end();
      else send(response, 'image/svg+xml', encodeQR(codeUrl, 'svg'));
    },
  };
  const server = createServer((request, response) => {
    const file = files[new URL(request.url ?? '/', 'http://page').pathname];
    if (file === undefined) response.writeHead(404).end();
    else file(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function send(response: ServerResponse, type: string, body: string): void {
  response.writeHead(200, {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': POLICY,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}
