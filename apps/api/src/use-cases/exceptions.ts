import type { Caller } from '@payserver/shared/domain/caller';
import { done, type Result, refused } from '@payserver/shared/domain/errors';
import type { TractionNoSource } from '@payserver/shared/domain/ids';
import { NO_SECRETS, redactText } from '@payserver/shared/domain/redact-text';
import { findConnectorsOf } from '@payserver/shared/store/connectors';
import {
  type ExceptionFilter,
  findException,
  listExceptions,
  resolveException,
} from '@payserver/shared/store/exception-lists';
import type { ExceptionRow } from '@payserver/shared/store/exceptions';
import type { CreatedRange, Page } from '@payserver/shared/store/page';
import { findPayOrders } from '@payserver/shared/store/pay-orders/find';
import { reverseException } from '@payserver/shared/store/reversals';
import { isVisibleTo, ownerOf } from './merchant-scope.ts';
import type { ListQuery, ReadDeps } from './reading.ts';

type ExceptionQuery = Omit<ExceptionFilter, 'merchantUUID' | keyof CreatedRange>;

/** Evidence that contradicts final orders: all that this caller may see, or one merchant's. Refusals: 9004, 9403. */
export async function readExceptions(
  deps: ReadDeps,
  caller: Caller,
  query: ListQuery<ExceptionQuery>,
): Promise<Result<Page<ExceptionRow>>> {
  const merchant = ownerOf(caller, query.merchant);
  if (!merchant.ok) return merchant;
  const filter = { ...query.filter, ...query.created, merchantUUID: merchant.value };
  return done(await listExceptions(deps.db, filter, query.page));
}

/** One exception. Refusals: 9003, also for another merchant's. */
export async function readException(
  deps: ReadDeps,
  caller: Caller,
  uuid: string,
): Promise<Result<ExceptionRow>> {
  const row = await findException(deps.db, uuid);
  return row === null || !isVisibleTo(caller, row.merchantUUID)
    ? refused(9003, 'no such exception')
    : done(row);
}

/**
 * Notes that a person has dealt with an exception, and why; recorded in its order's history.
 *
 * Refusals: 9003, 9007 it is resolved or being reversed.
 */
export async function resolveByHand(
  deps: ReadDeps,
  caller: Caller,
  { uuid, reason }: { readonly uuid: string; readonly reason: string },
): Promise<Result<ExceptionRow>> {
  const found = await readException(deps, caller, uuid);
  if (!found.ok) return found;
  const by = caller.subject;
  const [pay = NO_SECRETS] = await findPayOrders(deps.db, [found.value.payOrderUUID]);
  const row = await resolveException(deps.db, uuid, { reason: redactText(reason, pay), by });
  return row === null ? refused(9007, `the exception is ${found.value.status}`) : done(row);
}

export interface ReverseDeps extends ReadDeps {
  readonly tractionNo: TractionNoSource;
}

/**
 * Sends money that came late back, as the policy `reverse` would have: by a refund of the gateway's own, at the
 * connector that took it. Asked twice, it goes back once.
 *
 * Refusals: 9003, 9007 it is not open, is not about late money, or a reversal was tried before, 9008 there is no
 * refundUrl.
 */
export async function reverseByHand(
  deps: ReverseDeps,
  caller: Caller,
  { uuid, reason }: { readonly uuid: string; readonly reason: string },
): Promise<Result<ExceptionRow>> {
  const found = await readException(deps, caller, uuid);
  if (!found.ok) return found;
  const { status, payOrderUUID, reversalUUID } = found.value;
  const [pay] = await findPayOrders(deps.db, [payOrderUUID]);
  if (pay === undefined) return refused(9003, 'no such payment');
  if (status !== 'open') return refused(9007, `the exception is ${status}`);
  if (reversalUUID !== null) return refused(9007, 'a reversal of it has failed before');
  const connector = (await findConnectorsOf(deps.db, 'pay', [pay.uuid])).get(pay.uuid);
  if (!connector?.refundUrl) return refused(9008, 'payMode has no refundUrl');
  const row = await reverseException(deps.db, uuid, {
    pay,
    tractionNo: deps.tractionNo('refund'),
    reason: redactText(reason, pay),
    by: caller.subject,
  });
  return row === null
    ? refused(9007, 'it is not about money that came late and is held')
    : done(row);
}
