import { NO_SECRETS, type OrderSecrets } from '@payserver/shared/domain/redact-text';
import { crashPoint } from '../crash-points.ts';
import { LeaseLost } from '../journal/journal.ts';
import type { Row } from '../journal/row.ts';
import { isFinal } from '../journal/states.ts';
import type { Operation, Result } from '../provider.ts';
import { callProvider, type Learned } from './call-provider.ts';
import { type Change, changeAfter, changeAfterCancel } from './change-after.ts';
import { type Kit, operationOf, timingOf } from './kit.ts';
import type { Action } from './next-action.ts';
import { leave, move, moveApart } from './write.ts';

/** The gateway's call itself: what `pay` or `refund` is to be called with. */
export interface Call {
  /** Calls `pay` or `refund`. */
  send(operation: Operation): Promise<Result>;
  readonly secrets: OrderSecrets;
}

/** Under which circumstances a step is made. */
export interface Step {
  readonly action: Action;
  readonly call: Call | null;
  /** Whether whoever waits for the outcome is answered by the call that makes this step; no notice is sent then. */
  readonly isAnswered: () => boolean;
}

/**
 * Makes one step of an operation whose lease we hold, and gives the lease back. What is learned is written before
 * anybody hears of it. When another flow has the operation meanwhile, that one's row is answered.
 */
export async function carryOut(kit: Kit, row: Row, step: Step): Promise<Row> {
  try {
    return await STEPS[step.action](kit, row, step);
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error;
    return (await kit.journal.find(row.tractionNo)) ?? row;
  }
}

type MakeStep = (kit: Kit, row: Row, step: Step) => Promise<Row>;

const STEPS: Readonly<Record<Action, MakeStep>> = {
  send,
  ask,
  close,
  giveUp: async (kit, row, step) => {
    const reason = row.isCancelWanted ? kit.texts.cancelled : kit.texts.notSent;
    return await leave(kit, row, { ...step, to: 'failed', cause: 'not sent', changes: { reason } });
  },
  wait: async (kit, row, step) =>
    await leave(kit, row, { ...step, to: row.state, cause: 'wait', changes: {} }),
};

async function send(kit: Kit, row: Row, step: Step): Promise<Row> {
  const { call } = step;
  if (call === null) return await STEPS.wait(kit, row, step);
  const startedAt = performance.now();
  const sending = await begin(kit, row);
  if (sending === null) {
    const changes = { reason: kit.texts.refundGap };
    return await leave(kit, row, { ...step, to: row.state, cause: 'wait', changes });
  }
  crashPoint('send.beforeCall', row.kind);
  // A process that stood still for so long may have lost its lease: its bytes must not leave after another's cancellation.
  const isLate = performance.now() - startedAt > kit.timing.leaseMs - kit.timing.callMs;
  const said: Learned = isLate
    ? { kind: 'unknown' }
    : await callProvider(kit, row.kind, async (signal) => call.send(operationOf(sending, signal)));
  crashPoint('send.afterCall', row.kind);
  const mayHaveArrived = row.sentAt !== null;
  const sent = await learn(kit, sending, { said, step, mayHaveArrived });
  crashPoint('send.afterWrite', row.kind);
  return sent;
}

/** Null: a refund whose payment has had another one just before. */
async function begin(kit: Kit, row: Row): Promise<Row | null> {
  const changes = { sentAt: row.sentAt ?? row.now, isUnknownToProvider: false };
  const { refundGapMs } = timingOf(kit, row);
  const gapMs = row.kind === 'refund' && row.sentAt === null ? refundGapMs : 0;
  return await moveApart(kit, row, { to: 'sending', cause: row.kind, changes, gapMs });
}

async function ask(kit: Kit, row: Row, step: Step): Promise<Row> {
  crashPoint('ask.beforeCall', row.kind);
  const said = await query(kit, row);
  crashPoint('ask.afterCall', row.kind);
  const isLate = isFinal(row.state) && said.kind === 'success';
  if (isLate && row.kind === 'pay' && kit.can.canCancel) {
    kit.log.warn({ tractionNo: row.tractionNo }, 'late money: it is sent back');
    const closing = { to: 'closing', cause: 'late money', changes: { tries: 0 } } as const;
    return await cancel(kit, await move(kit, row, closing), step);
  }
  const asked = await learn(kit, row, { said, step, mayHaveArrived: true });
  crashPoint('ask.afterWrite', row.kind);
  return asked;
}

async function query(kit: Kit, row: Row): Promise<Learned> {
  const { provider } = kit;
  if (provider.query === undefined) return { kind: 'unknown' };
  const call = provider.query.bind(provider);
  return await callProvider(kit, 'query', async (signal) => call(operationOf(row, signal)));
}

const CERTAIN: ReadonlySet<string> = new Set(['success', 'failed', 'closed']);

/** Asks first: what is settled already needs no cancellation. */
async function close(kit: Kit, row: Row, step: Step): Promise<Row> {
  if (row.state === 'closing') return await cancel(kit, row, step);
  const said = await query(kit, row);
  if (CERTAIN.has(said.kind)) return await learn(kit, row, { said, step, mayHaveArrived: true });
  const cause = row.isCancelWanted ? 'called off' : 'its time is over';
  const changes = { tries: 0 };
  return await cancel(kit, await move(kit, row, { to: 'closing', cause, changes }), step);
}

async function cancel(kit: Kit, row: Row, step: Step): Promise<Row> {
  const { provider } = kit;
  if (provider.cancel === undefined) return await STEPS.wait(kit, row, step);
  const call = provider.cancel.bind(provider);
  crashPoint('close.beforeCall', row.kind);
  const said = await callProvider(kit, 'cancel', async (signal) => call(operationOf(row, signal)));
  crashPoint('close.afterCall', row.kind);
  const learning = { mayHaveArrived: true, texts: kit.texts, secrets: NO_SECRETS };
  const change = changeAfterCancel(row, said, learning);
  const closed = await leave(kit, row, { ...change, isAnswered: step.isAnswered });
  crashPoint('close.afterWrite', row.kind);
  return closed;
}

interface Lesson {
  readonly said: Learned;
  readonly step: Step;
  readonly mayHaveArrived: boolean;
}

async function learn(kit: Kit, row: Row, { said, step, mayHaveArrived }: Lesson): Promise<Row> {
  const secrets = step.call?.secrets ?? NO_SECRETS;
  const change: Change = changeAfter(row, said, { mayHaveArrived, texts: kit.texts, secrets });
  return await leave(kit, row, { ...change, isAnswered: step.isAnswered });
}
