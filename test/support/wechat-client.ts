import { createHash, createSign, randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Json, StubProcess } from './stub.ts';

/** What came back; status 0: nothing. */
export interface WechatAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** fields of V2, or JSON of V3 */
  readonly fields: Readonly<Record<string, Json>>;
}

const CLIENT = { accept: 'application/json', 'user-agent': 'test' };

/** Makes calls of V2, signed as a shop signs: `(path, fields, how)`. */
export function callV2(stub: StubProcess) {
  return async (
    path: string,
    fields: Readonly<Record<string, string>>,
    { withCertificate = true, sign }: { withCertificate?: boolean; sign?: string } = {},
  ): Promise<WechatAnswer> => {
    const shop = stub.merchant();
    const all: Record<string, string> = {
      ...{ appid: shop['appid'], mch_id: shop['mchid'], nonce_str: randomBytes(8).toString('hex') },
      ...fields,
    };
    const text = Object.keys(all)
      .toSorted()
      .map((name) => `${name}=${all[name]}`)
      .join('&');
    const right = createHash('md5').update(`${text}&key=${shop['apiV2Key']}`).digest('hex');
    const signed = { ...all, sign: sign ?? right.toUpperCase() };
    const lines = Object.entries(signed).map(
      ([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`,
    );
    const body = `<xml>${lines.join('')}</xml>`;
    const headers = { 'content-type': 'text/xml' };
    return await post(stub, path, { body, headers, withCertificate });
  };
}

/** How a call of V3 differs from a right one. */
interface V3How {
  readonly at?: number;
  readonly nonce?: string;
  readonly serial?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

/** Makes calls of V3, signed as a shop signs: `([method, path], body, how)`. */
export function callV3(stub: StubProcess) {
  return async (
    [method, path]: readonly ['GET' | 'POST', string],
    body: object | null = null,
    how: V3How = {},
  ): Promise<WechatAnswer> => {
    const shop = stub.merchant();
    const text = body === null ? '' : JSON.stringify(body);
    const seconds = Math.floor((how.at ?? Date.now()) / 1_000);
    const nonce = how.nonce ?? randomBytes(16).toString('hex');
    const lines = `${method}\n${path}\n${seconds}\n${nonce}\n${text}\n`;
    const key = stub.text(shop['merchantKey']);
    const signature = createSign('sha256').update(lines).sign(key, 'base64');
    const serial = how.serial ?? shop['serial'];
    const authorization = `WECHATPAY2-SHA256-RSA2048 mchid="${shop['mchid']}",nonce_str="${nonce}",signature="${signature}",timestamp="${seconds}",serial_no="${serial}"`;
    const headers = { ...CLIENT, 'content-type': 'application/json', authorization };
    return await post(stub, path, { method, body: text, headers: { ...headers, ...how.headers } });
  };
}

async function post(
  stub: StubProcess,
  path: string,
  {
    method = 'POST',
    body,
    headers,
    withCertificate = true,
  }: {
    method?: string;
    body: string;
    headers: Readonly<Record<string, string | undefined>>;
    withCertificate?: boolean;
  },
): Promise<WechatAnswer> {
  const shop = stub.merchant();
  const isTls = path.startsWith('/secapi/');
  const sent = Object.entries(headers).filter(([, value]) => value !== undefined);
  const options = {
    ...{
      method,
      path,
      host: '127.0.0.1',
      headers: Object.fromEntries(sent) as Record<string, string>,
    },
    ...(isTls
      ? {
          port: stub.tlsPort,
          ca: stub.text(shop['caCert']),
          ...(withCertificate && {
            cert: stub.text(shop['merchantCert']),
            key: stub.text(shop['merchantKey']),
          }),
        }
      : { port: stub.port }),
  };
  return await new Promise((resolve) => {
    const nothing = () => resolve({ status: 0, headers: {}, text: '', fields: {} });
    const request = (isTls ? httpsRequest : httpRequest)(options, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('error', nothing);
      res.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: res.statusCode ?? 0, headers: res.headers, text, fields: read(text) });
      });
    });
    request.on('error', nothing);
    request.end(body);
  });
}

function read(text: string): Record<string, Json> {
  if (text.startsWith('{')) {
    try {
      return JSON.parse(text);
    } catch {
      return {};
    }
  }
  const pattern = /<(\w+)><!\[CDATA\[([\s\S]*?)\]\]><\/\1>/g;
  return Object.fromEntries(
    [...text.matchAll(pattern)].map(([, name = '', value = '']) => [name, value]),
  );
}

let numbers = 0;
/** A number that no other call of this run has. */
export function newNumber(): string {
  numbers += 1;
  return `T${process.pid}${Date.now()}${numbers}`;
}

/** Makes barcode payments of V2, by the last six digits of the code. */
export function micropay(stub: StubProcess) {
  return async (
    outTradeNo: string,
    tail = '000000',
    more: Readonly<Record<string, string>> = {},
  ): Promise<WechatAnswer> =>
    await callV2(stub)('/pay/micropay', {
      ...{ body: 'lunch', out_trade_no: outTradeNo, total_fee: '1234' },
      ...{ spbill_create_ip: '127.0.0.1', auth_code: `130000000000${tail}`, ...more },
    });
}
