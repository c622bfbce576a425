/** A request taken apart, so that each part can be broken. */
export interface RawRequest {
  readonly method: string;
  readonly target: string;
  readonly version: string;
  /** whole lines */
  readonly headers: readonly string[];
  readonly body: string;
  readonly eol: string;
}

/** Whom requests are made as, and with what. */
export interface RawScene {
  readonly token: string;
  readonly merchantUUID: string;
  /** a mode that pays at once */
  readonly payModeUUID: string;
}

const API = '/api/v1.0.0';

/** As bytes; one letter is one byte. */
export function toBytes(request: RawRequest): Buffer {
  const { method, target, version, headers, body, eol } = request;
  const lines = [`${method} ${target} ${version}`, ...headers, '', body];
  return Buffer.from(lines.join(eol), 'latin1');
}

function begin(method: string, target: string, headers: readonly string[] = []): RawRequest {
  const all = ['Host: gateway.example', ...headers];
  return { method, target, version: 'HTTP/1.1', headers: all, body: '', eol: '\r\n' };
}

/** With this body and its length. */
export function withBody(head: RawRequest, body: string): RawRequest {
  const headers = ['Content-Type: application/json', `Content-Length: ${body.length}`];
  return { ...head, headers: [...head.headers, ...headers], body };
}

/** With this body in chunks of five bytes. */
function withChunks(head: RawRequest, body: string): RawRequest {
  const chunks = body.match(/[\s\S]{1,5}/g) ?? [];
  const text = [...chunks, '']
    .map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`)
    .join('');
  const headers = ['Content-Type: application/json', 'Transfer-Encoding: chunked'];
  return { ...head, headers: [...head.headers, ...headers], body: text };
}

/** A payment of one fen that would be payed at once. */
export function payRequest(scene: RawScene, clientPayNo: string): RawRequest {
  const head = begin('POST', `${API}/pay`, [`Authorization: Bearer ${scene.token}`]);
  return withBody(head, payText(scene, clientPayNo));
}

function payText({ merchantUUID, payModeUUID }: RawScene, clientPayNo: string): string {
  const payee = `http://shops.example/shops/${merchantUUID}`;
  return JSON.stringify({ payModeUUID, payer: 'A', payee, payAmount: 1, clientPayNo });
}

/** Requests of every kind that are well made. */
export function goodRequests(scene: RawScene, clientPayNo: string): readonly RawRequest[] {
  const auth = [`Authorization: Bearer ${scene.token}`];
  const notice = JSON.stringify({ tractionNo: '1', ret: 'success' });
  return [
    begin('GET', '/health/live'),
    begin('GET', `${API}/payModes?limit=1`, auth),
    begin('GET', `${API}/payOrders?limit=1&orderBy=createdAt%20desc&expand=tradeRecords`, auth),
    begin('GET', `/api/v1/tradeRecords/nowhere`, auth),
    begin('GET', `${API}/payModes`),
    payRequest(scene, clientPayNo),
    withChunks(begin('POST', `${API}/pay`, auth), payText(scene, `${clientPayNo}-chunked`)),
    withBody(begin('POST', `${API}/refund`, auth), '{"payTractionNo":"1","clientRefundNo":"r"}'),
    withBody(begin('POST', `${API}/payInfo/1/${'A'.repeat(43)}`), notice),
    withBody(begin('POST', `${API}/batchPay`, auth), '{"batchPayData":[]}'),
    begin('OPTIONS', `${API}/pay`, ['Origin: https://evil.example']),
  ];
}
