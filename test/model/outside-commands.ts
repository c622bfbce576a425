import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect } from 'vitest';
import { noticeUrl } from '../support/notice-url.ts';
import { sendNotice } from '../support/notices.ts';
import { letTimePass } from '../support/time-travel.ts';
import { MOVING, type Mode, moveMode, NOTICE_SECRET, type TemplateTarget } from './modes.ts';
import type { Command } from './pay-commands.ts';
import { expectCode, type Known, type Model, observe, pick, type Real } from './world.ts';

const online = (model: Readonly<Model>) =>
  [...model.pays, ...model.refunds].filter(({ mode }) => mode.isOnline);

/** What is posted, and where. */
type SentNotice = { readonly url: string } & Parameters<typeof sendNotice>[2];

/** How a notice is wrong, or that it is not; `late` ones are true and come whenever they come. */
const NOTICES = [
  'true',
  'doubled',
  'forged',
  'unsigned',
  'stale',
  'wrongAmount',
  'wrongNo',
] as const;
type NoticeKind = (typeof NOTICES)[number];

const RET = { succeeded: 'success', failed: 'failed', undecided: 'running' } as const;

/** What a connector that tells the truth would say now. */
async function truthAbout(real: Real, { tractionNo }: Known) {
  await real.books.refresh();
  const { decided } = real.books.of(tractionNo);
  const ret = RET[decided ?? 'undecided'];
  return { tractionNo, ret, thirdOrderNo: '', thirdErrorReason: '', tradeFinishedAt: '' };
}

/** What a liar would say: the opposite of the truth. */
const lieAbout = (truth: { ret: string }) => ({
  ...truth,
  ret: truth.ret === 'success' ? 'failed' : 'success',
});

/** The same order, another token. */
const forgedUrl = (url: string) => `${url.slice(0, -2)}${url.endsWith('xx') ? 'yy' : 'xx'}`;

/** A notice about an order arrives: from its connector, or from one who plays it. */
class Notice implements Command {
  readonly #by: number;
  readonly #kind: NoticeKind;
  constructor(by: number, kind: NoticeKind) {
    this.#by = by;
    this.#kind = kind;
  }
  check = (model: Readonly<Model>) => online(model).length > 0;
  toString = () => `notice(${this.#by}, ${this.#kind})`;
  async run(model: Model, real: Real): Promise<void> {
    const known = pick(online(model), this.#by);
    const truth = await truthAbout(real, known);
    const url = noticeUrl(real.gateway.url, known.kind, known.tractionNo);
    const signed = known.mode.isAsync;
    // Its own: a notice with an id that was taken before does nothing and is answered 200, wrong or not.
    const signing = { secret: NOTICE_SECRET, id: randomUUID() };
    const base = { url, body: truth, ...(signed && { signing }) };
    // Without a secret the token is all that proves a notice: only the truth may come with it.
    const lie = signed ? lieAbout(truth) : truth;
    const refused = signed ? 401 : 200;
    const amountField = known.kind === 'pay' ? 'payAmount' : 'refundAmount';
    const wrongAmount = { ...lieAbout(truth), [amountField]: known.amount + 1 };
    const wrongNo = { ...lieAbout(truth), tractionNo: '10000000000000000001' };
    const stale = { ...signing, offset: -3_600 };
    const kinds: Record<NoticeKind, { notice: SentNotice; expected: number }> = {
      true: { notice: base, expected: 200 },
      doubled: { notice: base, expected: 200 },
      forged: { notice: { ...base, url: forgedUrl(url), body: lieAbout(truth) }, expected: 404 },
      unsigned: { notice: { url, body: lie }, expected: refused },
      stale: { notice: { url, body: lie, ...(signed && { signing: stale }) }, expected: refused },
      wrongAmount: { notice: { ...base, body: wrongAmount }, expected: 400 },
      wrongNo: { notice: { ...base, body: wrongNo }, expected: 400 },
    };
    const { notice, expected } = kinds[this.#kind];
    const times = this.#kind === 'doubled' ? 3 : 1;
    const answers = await Promise.all(
      Array.from({ length: times }, async () => await sendNotice(real.client, notice.url, notice)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([expected]));
  }
}

/** An operator asks the connector's staff and settles what is still open, or gives up too early. */
class SettleByHand implements Command {
  readonly #by: number;
  constructor(by: number) {
    this.#by = by;
  }
  check = (model: Readonly<Model>) => online(model).length > 0;
  toString = () => `settleByHand(${this.#by})`;
  async run(model: Model, real: Real): Promise<void> {
    const open = online(model).filter(({ status }) => status.endsWith('ing'));
    const known = pick(open.length > 0 ? open : online(model), this.#by);
    await real.books.refresh();
    const { decided } = real.books.of(known.tractionNo);
    // Said before it is done: the invariants of all merchants may be checked meanwhile.
    if (decided === null) real.deceived.add(known.tractionNo);
    const path = `/${known.kind}Orders/${known.uuid}`;
    const settlement = { outcome: decided ?? 'failed', reason: 'asked the connector' };
    expectCode(await real.admin.post(`${path}/settle`, settlement), [200, 9007]);
    observe(known, (await real.client.get(path)).body);
  }
}

/** The merchant, or an operator, has an order attempted now, be it open or not. */
class AskNow implements Command {
  readonly #by: number;
  constructor(by: number) {
    this.#by = by;
  }
  check = (model: Readonly<Model>) => online(model).length > 0;
  toString = () => `askNow(${this.#by})`;
  async run(model: Model, real: Real): Promise<void> {
    const known = pick(online(model), this.#by);
    const caller = this.#by % 2 === 0 ? real.client : real.admin;
    const answer = await caller.post(`/${known.kind}Orders/${known.uuid}/ask`, {});
    if (expectCode(answer, [200, 9007]) === 200) observe(known, answer.body);
  }
}

/** A second, a minute, or more than a payment is valid. */
class TimePasses implements Command {
  readonly #ms: number;
  constructor(ms: number) {
    this.#ms = ms;
  }
  check = (model: Readonly<Model>) => model.pays.length > 0;
  toString = () => `timePasses(${this.#ms / 1_000} s)`;
  async run(_model: Model, real: Real): Promise<void> {
    await letTimePass(real.db.pool, real.merchantUUID, this.#ms);
  }
}

/** SIGKILL in the middle of whatever the worker does, and a new worker. */
class RestartWorker implements Command {
  check = () => true;
  toString = () => 'restartWorker()';
  async run(_model: Model, { restarts }: Real): Promise<void> {
    await restarts.request();
  }
}

/** An operator registers a template anew: at another connector, at another address of the same one, or at home again. */
class TemplateMoves implements Command {
  readonly #mode: Mode;
  readonly #target: TemplateTarget;
  constructor(mode: Mode, target: TemplateTarget) {
    this.#mode = mode;
    this.#target = target;
  }
  check = () => true;
  toString = () => {
    const { sandbox, path, isNamed } = this.#target;
    return `templateMoves(${this.#mode.name}, ${'AB'[sandbox]}, ${path}, ${isNamed ? 'named' : 'unnamed'})`;
  };
  async run(_model: Model, real: Real): Promise<void> {
    await moveMode(real, { mode: this.#mode, own: real.own, target: this.#target });
  }
}

const by = fc.nat(1_000);
const targets: fc.Arbitrary<TemplateTarget> = fc.record({
  sandbox: fc.constantFrom<0 | 1>(0, 1),
  path: fc.constantFrom<TemplateTarget['path']>('wechat', 'wechat/v2'),
  isNamed: fc.boolean(),
});

/** A template of the sequence's own moves. */
export function moveCommand(): fc.Arbitrary<Command> {
  return fc
    .tuple(fc.constantFrom(...MOVING), targets)
    .map(([mode, target]) => new TemplateMoves(mode, target));
}

const often = fc.constantFrom(1_000, 5_000, 60_000, 600_000);

/** A notice arrives, true or not. */
export function noticeCommand(): fc.Arbitrary<Command> {
  return fc.tuple(by, fc.constantFrom(...NOTICES)).map(([one, kind]) => new Notice(one, kind));
}

/** Some of the time passes that a payment is valid. */
export function timeCommand(): fc.Arbitrary<Command> {
  return often.map((ms) => new TimePasses(ms));
}

/** The worker of all sequences is killed. */
export function restartCommand(): fc.Arbitrary<Command> {
  return fc.constant(null).map(() => new RestartWorker());
}

/** What others do, and what just happens. */
export function outsideCommands(): fc.Arbitrary<Command>[] {
  return [
    noticeCommand(),
    noticeCommand(),
    moveCommand(),
    by.map((one) => new SettleByHand(one)),
    by.map((one) => new AskNow(one)),
    timeCommand(),
    fc.constantFrom(5_000, 7_200_000).map((ms) => new TimePasses(ms)),
    restartCommand(),
  ];
}
