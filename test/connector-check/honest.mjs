// An honest connector with a journal, whose steps a fault can replace. What it does with a payment stands in
// payParams.act: `decline`, `run` (paid a moment later), `wait` (until it is cancelled), else it is paid.
import { createHmac, randomUUID } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

const RUN_MS = 300;
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;
const TOO_OLD_S = 300;

export class Honest {
  book = new Map();
  seen = new Set();
  inFlight = 0;

  /** @param settings `journal`, a file, and `secret` */
  constructor(settings) {
    this.settings = settings;
  }

  start() {
    for (const record of this.load()) this.book.set(record.tractionNo, record);
    for (const record of this.book.values()) if (record.ret === 'running') this.resume(record);
  }

  load() {
    const lines = readFileSync(this.settings.journal, { encoding: 'utf8', flag: 'a+' });
    return (lines.match(/.+/g) ?? []).map((line) => JSON.parse(line));
  }

  resume(record) {
    if (record.act === 'run') this.run(record);
  }

  write(record) {
    this.persist(record);
    this.book.set(record.tractionNo, record);
    return record;
  }

  persist(record) {
    appendFileSync(this.settings.journal, `${JSON.stringify(record)}\n`);
  }

  end(record, thirdErrorReason = '') {
    const ret = thirdErrorReason === '' ? 'success' : 'failed';
    return this.write({ ...record, ret, thirdErrorReason, thirdOrderNo: randomUUID() });
  }

  /** What was done under this number before. */
  known({ tractionNo }) {
    return this.book.get(tractionNo);
  }

  async pay(call) {
    return this.known(call) ?? this.charge(call);
  }

  charge({ tractionNo, payAmount, notifyUrl, payParams: { act } }) {
    const record = { tractionNo, payAmount, notifyUrl, act };
    if (act === 'decline') return this.end(record, 'no money');
    if (act === 'run') return this.run(this.write({ ...record, ret: 'running' }));
    return act === 'wait' ? this.write({ ...record, ret: 'running' }) : this.end(record);
  }

  run(record) {
    setTimeout(() => this.customerPays(record.tractionNo), this.runMs()).unref();
    return record;
  }

  runMs() {
    return RUN_MS;
  }

  customerPays(tractionNo) {
    const now = this.book.get(tractionNo);
    if (now.ret === 'running') void this.tell(this.end(now));
  }

  async refund(call) {
    return this.known(call) ?? this.giveBack(call);
  }

  async giveBack({ tractionNo, payTractionNo, refundAmount }) {
    const record = { tractionNo, payTractionNo, refundAmount };
    const left = this.leftOf(payTractionNo);
    return this.end(record, refundAmount > left ? 'more than is left' : '');
  }

  leftOf(payTractionNo) {
    const paid = this.book.get(payTractionNo);
    return paid?.ret === 'success' ? paid.payAmount - this.given(payTractionNo) : 0;
  }

  given(payTractionNo) {
    return [...this.book.values()]
      .filter((one) => one.payTractionNo === payTractionNo && one.ret === 'success')
      .reduce((sum, { refundAmount }) => sum + refundAmount, 0);
  }

  query({ tractionNo }) {
    return this.book.get(tractionNo) ?? { tractionNo, ret: 'notFound' };
  }

  cancel({ tractionNo }) {
    const known = this.book.get(tractionNo);
    if (known?.ret === 'success') return { tractionNo, ret: 'failed', thirdErrorReason: 'paid' };
    this.end({ ...known, tractionNo }, 'cancelled');
    return { tractionNo, ret: known === undefined ? 'notFound' : 'success' };
  }

  /** Again and again, until it is taken. */
  async tell(record) {
    for (let wait = FIRST_RETRY_MS; wait < LAST_RETRY_MS; wait *= 2) {
      if (record.notifyUrl === undefined || (await this.isTaken(record))) return;
      await sleep(wait);
    }
  }

  async isTaken(record) {
    const body = JSON.stringify(this.noticeOf(record));
    const signed = this.signature(this.noticeId(record), body);
    const headers = { 'content-type': 'application/json', ...signed };
    const answer = await fetch(record.notifyUrl, { method: 'POST', headers, body }).catch(
      () => null,
    );
    return answer?.ok === true;
  }

  noticeOf(record) {
    return record;
  }

  noticeId({ tractionNo }) {
    return `notice-${tractionNo}`;
  }

  signature(id, body) {
    const stamp = String(Math.floor(Date.now() / 1_000));
    const signature = `v1,${this.hmac(`${id}.${stamp}.${body}`)}`;
    return { 'webhook-id': id, 'webhook-timestamp': stamp, 'webhook-signature': signature };
  }

  hmac(content) {
    const key = Buffer.from(this.settings.secret.replace('whsec_', ''), 'base64');
    return createHmac('sha256', key).update(content).digest('base64');
  }

  /** Why it is not the gateway's; null: it is. */
  refusal({ headers }, body) {
    if (headers['webhook-signature'] === undefined) return 'not signed';
    if (!this.isSigned(headers, body)) return 'another signature';
    return this.isOld(headers['webhook-timestamp']) ? 'too old' : null;
  }

  isSigned(headers, body) {
    const { 'webhook-id': id, 'webhook-timestamp': stamp } = headers;
    const signed = headers['webhook-signature'].split(' ');
    return signed.includes(`v1,${this.hmac(`${id}.${stamp}.${body}`)}`);
  }

  isOld(stamp) {
    return Math.abs(Date.now() / 1_000 - Number(stamp)) > TOO_OLD_S;
  }

  async bodyOf(request) {
    return await text(request);
  }

  isSetUp() {
    return true;
  }

  handleGet(path, response) {
    if (path === '/checkEnv') return void response.end(JSON.stringify({ ret: this.isSetUp() }));
    response.writeHead(405).end();
  }

  async handle(request, response) {
    const path = request.url.split('?')[0];
    if (request.method === 'GET') return this.handleGet(path, response);
    const body = await this.bodyOf(request);
    const refusal = this.refusal(request, body);
    if (refusal !== null)
      return void response.writeHead(401).end(JSON.stringify({ message: refusal }));
    const answer = await this.carryOut(path, this.parse(body, request), request);
    this.answer(response, this.said(answer, JSON.parse(body)), path);
  }

  parse(body) {
    return JSON.parse(body);
  }

  async carryOut(path, call, _request) {
    if (path === '/pay') return await this.pay(call);
    if (path === '/refund') return await this.refund(call);
    return path === '/query' ? this.query(call) : this.cancel(call);
  }

  /** The answer's text. */
  said(answer, _call) {
    return JSON.stringify(answer);
  }

  answer(response, said, _path) {
    response.setHeader('content-type', 'application/json').end(said);
  }
}
