// The ways in which a connector can be wrong: what each of them does in the place of a step of the honest one.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

const NEVER_MS = 60_000;
/** So long that calls made at once meet, however busy the machine is. */
const AT_ONCE_MS = 500;
/** How much longer each payment takes than the one before, of those at work, ms. */
const SLOW_MS = 200;
/** After its start, ms: longer than it takes to be asked first. */
const UNSURE_MS = 1_500;
const isRefund = ({ tractionNo }) => tractionNo.startsWith('2');
const answering = (change) => ({
  said(answer, call) {
    return JSON.stringify({ ...answer, ...change(call, answer) });
  },
});
/** It does its work, and loses it when nobody waits for the answer any more. */
const forgetsUnanswered = (path) => ({
  async carryOut(at, call, request) {
    if (at === path) await sleep(1_000);
    return at === path && request.socket.destroyed ? {} : await super.carryOut(at, call, request);
  },
});
const without = (isForgotten) => ({
  load() {
    return super.load().filter((record) => !isForgotten(record));
  },
});
const failing = (isStrange) => ({
  charge(call) {
    return isStrange(call) ? this.end({ tractionNo: call.tractionNo }, '?') : super.charge(call);
  },
});

const PAYMENTS = {
  'charges again when it is repeated': {
    async pay(call) {
      return this.known(call)?.ret === 'success' ? this.charge(call) : await super.pay(call);
    },
  },
  'charges again, and names no number': {
    async pay(call) {
      return this.charge(call);
    },
    ...answering(() => ({ thirdOrderNo: undefined })),
  },
  'charges for each of many at once': {
    async pay(call) {
      const known = this.known(call);
      await sleep(AT_ONCE_MS);
      return known ?? this.charge(call);
    },
  },
  'charges another amount under the same number': {
    async pay(call) {
      const known = this.known(call);
      return known?.payAmount === call.payAmount ? known : this.charge(call);
    },
  },
  'answers before it has written': {
    charge(call) {
      setTimeout(() => super.charge(call), NEVER_MS).unref();
      return { tractionNo: call.tractionNo, ret: 'success', thirdOrderNo: randomUUID() };
    },
  },
  'forgets what it could not answer': forgetsUnanswered('/pay'),
  'pays at the second try what it declined': {
    async pay(call) {
      const { ret, tractionNo } = this.known(call) ?? {};
      return ret === 'failed' ? this.end({ tractionNo }) : await super.pay(call);
    },
  },
  'adds a fee': answering(({ payAmount }) => payAmount && { payAmount: payAmount + 1 }),
  'answers in yuan': answering(({ payAmount }) => payAmount && { payAmount: payAmount / 100 }),
  'loses a fen to floating point': answering(
    ({ payAmount }) => payAmount && { payAmount: Math.trunc((payAmount / 100) * 100) },
  ),
  'answers about another number': answering(() => ({ tractionNo: '1' })),
  'names no number of its own': answering(() => ({ thirdOrderNo: undefined })),
  'gives every payment the same number': answering(() => ({ thirdOrderNo: '1' })),
  'writes its number as a number': {
    said(answer, call) {
      const json = super.said(answer, call);
      return json.replace(/"thirdOrderNo":"[^"]*"/, '"thirdOrderNo":4200000184201808173250265573');
    },
  },
  'fails where it does not know a field': failing((call) => 'fieldOfLater' in call),
  'fails odd texts': failing((call) => /[^ -~]/.test(JSON.stringify(call))),
};

const QUERIES = {
  'says success of all': {
    query(call) {
      return this.known(call) ?? { ...call, ret: 'success' };
    },
  },
  'closes what it is asked about': {
    query({ tractionNo }) {
      if (!this.book.has(tractionNo)) this.end({ tractionNo }, 'asked about');
      const { thirdErrorReason } = this.book.get(tractionNo);
      return thirdErrorReason === 'asked about'
        ? { tractionNo, ret: 'notFound' }
        : this.book.get(tractionNo);
    },
  },
  'does not know what it paid': {
    query(call) {
      const isPaid = this.known(call)?.ret === 'success' && !isRefund(call);
      return isPaid ? { ...call, ret: 'notFound' } : super.query(call);
    },
  },
  'does not know its refunds': {
    query(call) {
      return isRefund(call) ? { ...call, ret: 'notFound' } : super.query(call);
    },
  },
  'tells of the payment when asked about a refund': {
    query(call) {
      const { tractionNo } = call;
      const { payTractionNo } = this.known(call) ?? {};
      return payTractionNo === undefined
        ? super.query(call)
        : { tractionNo, ret: this.book.get(payTractionNo).ret };
    },
  },
  'says failed while it runs': {
    runMs() {
      return NEVER_MS;
    },
    query(call) {
      const known = super.query(call);
      return known.ret === 'running' ? { ...known, ret: 'failed' } : known;
    },
  },
};

const CANCELLATIONS = {
  'says cancelled and holds the money': {
    cancel(call) {
      const { ret, tractionNo } = super.cancel(call);
      return { tractionNo, ret: ret === 'failed' ? 'success' : ret };
    },
  },
  'gives back what it cancels, and refunds it as well': {
    cancel(call) {
      const known = this.known(call);
      if (known?.ret !== 'success') return super.cancel(call);
      return { ...this.end(known, 'given back'), ret: 'success' };
    },
    leftOf(payTractionNo) {
      const { thirdErrorReason, payAmount } = this.book.get(payTractionNo) ?? {};
      return thirdErrorReason === 'given back' ? payAmount : super.leftOf(payTractionNo);
    },
  },
  'says cancelled and waits on': {
    cancel(call) {
      return this.known(call)?.ret === 'running' ? { ...call, ret: 'success' } : super.cancel(call);
    },
  },
  'takes what was cancelled before': {
    cancel(call) {
      return this.known(call) === undefined ? { ...call, ret: 'notFound' } : super.cancel(call);
    },
  },
  'takes the POST that a cancellation overtakes': {
    async pay(call) {
      const known = this.known(call);
      await sleep(500);
      return known ?? this.charge(call);
    },
  },
  'pays although it was cancelled': {
    customerPays(tractionNo) {
      void this.tell(this.end(this.book.get(tractionNo)));
    },
  },
  'tells success of what it cancelled': {
    cancel(call) {
      const answer = super.cancel(call);
      if (answer.ret === 'success') void this.tell({ ...this.known(call), ret: 'success' });
      return answer;
    },
  },
};

const REFUNDS = {
  'refunds more than was paid': {
    leftOf(payTractionNo) {
      return super.leftOf(payTractionNo) > 0 ? Number.MAX_SAFE_INTEGER : 0;
    },
  },
  'refunds too much to many at once': {
    async giveBack(call) {
      const left = this.leftOf(call.payTractionNo);
      await sleep(AT_ONCE_MS);
      const { tractionNo, payTractionNo, refundAmount } = call;
      const reason = refundAmount > left ? 'too much' : '';
      return this.end({ tractionNo, payTractionNo, refundAmount }, reason);
    },
  },
  'refunds again when it is repeated': {
    async refund(call) {
      const { tractionNo } = call;
      if (this.known(call) === undefined) return await super.refund(call);
      return { ...(await this.giveBack({ ...call, tractionNo: randomUUID() })), tractionNo };
    },
  },
  'refunds for each of many at once': {
    async refund(call) {
      const known = this.known(call);
      await sleep(AT_ONCE_MS);
      return known ?? this.giveBack(call);
    },
  },
  'refunds another amount under the same number': {
    async refund(call) {
      const { tractionNo, refundAmount } = call;
      const known = this.known(call) ?? { refundAmount };
      if (known.refundAmount === refundAmount) return await super.refund(call);
      return { ...(await this.giveBack({ ...call, tractionNo: randomUUID() })), tractionNo };
    },
  },
  'forgets a refund that it could not answer': forgetsUnanswered('/refund'),
  'refunds what was not paid': {
    leftOf(payTractionNo) {
      return this.book.has(payTractionNo) ? super.leftOf(payTractionNo) : 1;
    },
  },
  'refunds what was cancelled': {
    leftOf(payTractionNo) {
      const isCancelled = this.book.get(payTractionNo)?.thirdErrorReason === 'cancelled';
      return isCancelled ? 1 : super.leftOf(payTractionNo);
    },
  },
  'refunds the whole only': {
    async giveBack(call) {
      const isWhole = call.refundAmount === call.payAmount;
      return isWhole ? await super.giveBack(call) : this.end({ ...call }, 'the whole only');
    },
  },
  'does not know isCancel': {
    async giveBack(call) {
      return call.isCancel === 1 ? this.end({ ...call }, '?') : await super.giveBack(call);
    },
  },
  'fails a refund with a field that it does not know': {
    async giveBack(call) {
      return 'fieldOfLater' in call ? this.end({ ...call }, '?') : await super.giveBack(call);
    },
  },
};

let lastNotice = Promise.resolve();
const NOTICES = {
  'tells nobody': { async tell() {} },
  'tells once': {
    async tell(record) {
      await this.isTaken(record);
    },
  },
  'tells another amount': {
    noticeOf(record) {
      return { ...record, payAmount: record.payAmount + 1 };
    },
  },
  'sends its notices one after the other': {
    async tell(record) {
      lastNotice = lastNotice.then(() => super.tell(record));
      await lastNotice;
    },
  },
  'names each try of a notice anew': {
    noticeId() {
      return randomUUID();
    },
  },
  'sends notices unsigned': {
    signature() {
      return {};
    },
  },
};

const RESTARTS = {
  'forgets at a restart': without(() => true),
  'forgets its refunds at a restart': without(isRefund),
  'forgets cancellations at a restart': without((one) => one.thirdErrorReason === 'cancelled'),
  'leaves what ran when it was killed': {
    resume() {},
    runMs() {
      return NEVER_MS;
    },
  },
  // No fault: the gateway posts again what is not found, at whichever query that is.
  'says running for a second of what a kill was in the way of': {
    async pay(call) {
      await sleep(SLOW_MS * this.inFlight++);
      this.inFlight--;
      return await super.pay(call);
    },
    query(call) {
      const { tractionNo } = call;
      const isUnsure = !this.book.has(tractionNo) && performance.now() < UNSURE_MS;
      return isUnsure ? { tractionNo, ret: 'running' } : super.query(call);
    },
  },
  'writes its journal later': {
    persist(record) {
      setTimeout(() => super.persist(record), NEVER_MS).unref();
    },
  },
};

const SIGNATURES = {
  'takes calls that are not signed': {
    refusal(request, body) {
      const refusal = super.refusal(request, body);
      return refusal === 'not signed' ? null : refusal;
    },
  },
  'checks the signatures of payUrl only': {
    refusal(request, body) {
      return request.url === '/pay' ? super.refusal(request, body) : null;
    },
  },
  'takes any signature': {
    isSigned() {
      return true;
    },
  },
  'checks signatures over JSON that it writes anew': {
    isSigned(headers, body) {
      return super.isSigned(headers, JSON.stringify(JSON.parse(body)));
    },
  },
  'takes old signatures': {
    isOld() {
      return false;
    },
  },
  'refuses repeats as replays': {
    refusal(request, body) {
      const id = request.headers['webhook-id'];
      if (this.seen.has(id)) return 'a replay';
      this.seen.add(id);
      return super.refusal(request, body);
    },
  },
};

const HTTP = {
  'says success to broken JSON': {
    async handle(request, response) {
      const body = await this.bodyOf(request);
      const { tractionNo, ...call } = body.endsWith('}') ? JSON.parse(body) : {};
      const no = tractionNo ?? request.headers['idempotency-key'];
      const answer = await this.carryOut(request.url, { payParams: {}, ...call, tractionNo: no });
      this.answer(response, JSON.stringify(answer));
    },
  },
  'takes a body that breaks off': {
    async bodyOf(request) {
      request.once('data', (chunk) => {
        const [, tractionNo] = /"tractionNo":"(1\d+)"/.exec(chunk) ?? [];
        if (request.url === '/pay' && tractionNo !== undefined) this.end({ tractionNo });
      });
      return await super.bodyOf(request);
    },
  },
  'gives up on a slow body': {
    async bodyOf(request) {
      const late = sleep(300).then(() => Promise.reject(new Error('too slow')));
      return await Promise.race([super.bodyOf(request), late]);
    },
  },
  'falls over a large body': {
    parse(body) {
      if (body.length > 500_000) process.exit(1);
      return super.parse(body);
    },
  },
  'pays at a GET': {
    handleGet(_path, response) {
      response.end('{"ret":"success"}');
    },
  },
  'breaks a connection that is used again': {
    async handle(request, response) {
      const { socket } = request;
      if (this.seen.has(socket)) return void socket.destroy();
      this.seen.add(socket);
      await super.handle(request, response);
    },
  },
  redirects: {
    answer(response, said, path) {
      if (path !== '/query') return super.answer(response, said);
      response.writeHead(307, { location: path }).end();
    },
  },
  compresses: {
    answer(response, said) {
      response.setHeader('content-encoding', 'gzip').end(gzipSync(said));
    },
  },
  'answers too much': answering((_, { ret }) => ret === 'notFound' || { note: 'x'.repeat(70_000) }),
  'tells the barcode': answering(({ payParams }) => ({ payParams })),
  'tells the barcode in its notice': {
    charge(call) {
      const record = super.charge(call);
      if (record.ret === 'running') this.book.get(record.tractionNo).payParams = call.payParams;
      return { ...record, payParams: undefined };
    },
    query(call) {
      return { ...super.query(call), payParams: undefined };
    },
  },
  'is set up for nobody': {
    isSetUp() {
      return false;
    },
  },
  'hangs under load': {
    async handle(request, response) {
      this.inFlight += 1;
      await sleep(AT_ONCE_MS);
      if (this.inFlight > 20) return;
      await super.handle(request, response);
      this.inFlight -= 1;
    },
  },
};

/** Each fault by its name: methods that take the place of those of `Honest`. */
export const FAULTS = {
  ...PAYMENTS,
  ...QUERIES,
  ...CANCELLATIONS,
  ...REFUNDS,
  ...NOTICES,
  ...RESTARTS,
  ...SIGNATURES,
  ...HTTP,
};
