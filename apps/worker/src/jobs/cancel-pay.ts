import type { ConnectorConfig } from '@payserver/shared/domain/connector-config';
import { type ConnectorReply, unknown } from '@payserver/shared/domain/connector-outcome';
import { crashPoint } from '@payserver/shared/runtime/crash-points';
import { endRefusedCancel } from '@payserver/shared/settlement/cancel';
import { beginCancel } from '@payserver/shared/store/pay-orders/cancelling';
import { callCancelUrl, callPayQueryUrl, type PayCall } from '../connectors/pay-connector.ts';
import type { AttemptDeps } from './attempt-deps.ts';

/** A payment that is to end without money. */
export interface CancelledPay extends PayCall {
  readonly uuid: string;
  /** a cancellation before this one that was not refused; null: there is none */
  readonly cancelCall: string | null;
}

/**
 * Asks what became of the payment and, unless that settles it, cancels it. A success settles it only while no
 * cancellation may still give the money back.
 */
export async function askAndCancel(
  deps: AttemptDeps,
  connector: ConnectorConfig,
  order: CancelledPay,
): Promise<ConnectorReply> {
  const asked = await callPayQueryUrl(deps, connector, order);
  const { kind } = asked.outcome;
  if (kind === 'failed' || (kind === 'succeeded' && order.cancelCall === null)) return asked;
  return await cancelPay(deps, connector, order);
}

/**
 * Cancels the payment at its connector, unless it has become final. The row says so before the call leaves: a success
 * that meets the call, or follows it before it is answered, is held. Crash-safe: one that was not answered is sent
 * again until it is.
 */
export async function cancelPay(
  deps: AttemptDeps,
  connector: ConnectorConfig,
  order: CancelledPay,
): Promise<ConnectorReply> {
  const cancel = { uuid: order.uuid, call: String(order.epoch) };
  const noted = await deps.retryWhileUnavailable(async () => await beginCancel(deps.db, cancel));
  if (noted === null) {
    return { outcome: unknown('it became final'), httpStatus: null, durationMs: 0 };
  }
  crashPoint('cancel.beforeCall');
  const reply = await callCancelUrl(deps, connector, order);
  crashPoint('cancel.afterCall');
  const neverLeft = reply.outcome.kind === 'notSent' && noted === 'first';
  if (reply.isRefused || neverLeft) {
    await deps.retryWhileUnavailable(async () => await endRefusedCancel(deps, cancel));
  }
  return reply;
}
