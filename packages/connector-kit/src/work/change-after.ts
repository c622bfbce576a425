import { type PayData, readPayData } from '@payserver/shared/domain/pay-data';
import { type OrderSecrets, redactText } from '@payserver/shared/domain/redact-text';
import type { Changes, Row } from '../journal/row.ts';
import { isFinal, type State } from '../journal/states.ts';
import type { Result, Running, Success } from '../provider.ts';
import type { Texts } from '../texts.ts';
import type { Learned } from './call-provider.ts';

/** What is to be written. */
export interface Change {
  readonly to: State;
  readonly cause: string;
  readonly changes: Changes;
}

/** Under which circumstances something was learned. */
export interface Learning {
  /** an earlier call may have arrived */
  readonly mayHaveArrived: boolean;
  readonly texts: Texts;
  readonly secrets: OrderSecrets;
}

/** What the answer to `pay`, `refund` or `query` makes of an operation. Pure. */
export function changeAfter(row: Row, said: Learned, learning: Learning): Change {
  switch (said.kind) {
    case 'success':
      return succeeded(said);
    case 'failed':
    case 'closed':
      return isFinal(row.state) ? stillOpen(row, said) : ended(said, learning);
    case 'notSent':
      return learning.mayHaveArrived ? stillOpen(row, said) : unsent(row);
    case 'running':
    case 'notFound':
    case 'unknown':
      return stillOpen(row, said);
  }
}

/** What the answer to `cancel` makes of it. Pure. */
export function changeAfterCancel(row: Row, said: Learned, learning: Learning): Change {
  if (said.kind === 'success') return succeeded(said);
  if (said.kind === 'closed' || said.kind === 'failed') {
    return { ...ended(said, learning), to: 'closed', cause: 'cancelled' };
  }
  const running = said.kind === 'running' ? ofRunning(row, said) : {};
  const changes = { ...running, tries: row.tries + 1, askedAt: row.now };
  return { to: 'closing', cause: said.kind, changes };
}

function succeeded(said: Success): Change {
  const finishedAt = said.finishedAt && { finishedAt: said.finishedAt };
  const changes = { ...shown(said), reason: null, ...finishedAt };
  return { to: 'success', cause: 'provider', changes };
}

function ended(said: Extract<Result, { kind: 'failed' | 'closed' }>, learning: Learning): Change {
  const reason = cut(redactText(said.reason ?? learning.texts.closed, learning.secrets));
  return { to: 'failed', cause: 'provider', changes: { ...shown(said), reason } };
}

function unsent(row: Row): Change {
  return { to: 'new', cause: 'not sent', changes: { sentAt: null, tries: row.tries + 1 } };
}

function stillOpen(row: Row, said: Learned): Change {
  const known =
    said.kind === 'running' || said.kind === 'notFound'
      ? { isUnknownToProvider: said.kind === 'notFound' }
      : {};
  const count = isFinal(row.state)
    ? { lateQueries: row.lateQueries + 1 }
    : { tries: row.tries + 1 };
  const running = said.kind === 'running' ? ofRunning(row, said) : {};
  return {
    to: row.state === 'sending' ? 'running' : row.state,
    cause: said.kind,
    changes: { ...running, ...known, ...count, askedAt: row.now },
  };
}

function ofRunning(row: Row, said: Running): Changes {
  const { askAfterMs, isToBeClosed = false } = said;
  return {
    ...shown(said),
    reason: said.reason === undefined ? row.reason : cut(said.reason),
    ...(isToBeClosed && row.kind === 'pay' && { isCancelWanted: true }),
    ...(askAfterMs !== undefined && { nextAt: new Date(row.now.getTime() + askAfterMs) }),
  };
}

const MAX_TEXT = 256;

/** As much of a text as the gateway takes, and PostgreSQL can store. */
function cut(text: string): string {
  return text.replaceAll('\0', '').slice(0, MAX_TEXT).toWellFormed();
}

function shown(said: { readonly thirdOrderNo?: string; readonly payData?: PayData }): Changes {
  const payData = readPayData(said.payData);
  return {
    ...(said.thirdOrderNo !== undefined && { thirdOrderNo: cut(said.thirdOrderNo) }),
    ...(payData !== null && typeof payData !== 'string' && { payData }),
  };
}
