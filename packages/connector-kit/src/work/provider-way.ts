import type { TimeFormat } from '@payserver/shared/runtime/time';
import { answerOf, answerOfCancel, answerOfQuery } from '../http/answer.ts';
import type { PayCall, RefundCall, Way } from '../http/way.ts';
import type { Arrival, RefundedPayment } from '../journal/journal.ts';
import { isWithoutMoney } from '../journal/states.ts';
import { failed, type Operation, type Payment, type Refund } from '../provider.ts';
import type { Call } from './carry-out.ts';
import { type Kit, NEVER } from './kit.ts';
import { takeCancel, takePost, takeQuery } from './take-call.ts';

/** A provider behind the five URLs, with the journal between. */
export function createProviderWay(kit: Kit, formatTime: TimeFormat): Way {
  const { provider } = kit;
  return {
    pay: async (call) => {
      const row = await takePost(kit, arrivalOfPay(kit, call), sendingOfPay(kit, call));
      return answerOf(row, formatTime);
    },
    refund: async (call) => {
      const payment = await kit.journal.find(call.payTractionNo);
      const about = { call, payMemo: payment?.memo ?? null };
      const row = await takePost(kit, arrivalOfRefund(kit, about), sendingOfRefund(kit, about));
      return answerOf(row, formatTime);
    },
    query: async (tractionNo) => {
      const row = await takeQuery(kit, tractionNo);
      if (row === null) return { tractionNo, ret: 'notFound' };
      return answerOfQuery(row, formatTime, kit.can.repeats[row.kind]);
    },
    cancel: async (tractionNo) => {
      const { row, isNew } = await takeCancel(kit, tractionNo);
      return answerOfCancel(row, isNew);
    },
    checkEnv: async (merchantUUID) => {
      if (provider.checkEnv === undefined) return true;
      return await provider.checkEnv(merchantUUID);
    },
  };
}

/** What an operation is before the journal has it. */
function operationOfCall(call: PayCall | RefundCall, signal: AbortSignal): Operation {
  const { tractionNo, amount, merchantUUID } = call;
  const payTractionNo = 'payTractionNo' in call ? call.payTractionNo : null;
  const about = { tractionNo, amount, merchantUUID, payTractionNo, signal };
  const kind = payTractionNo === null ? 'pay' : 'refund';
  return { kind, ...about, memo: {}, thirdOrderNo: null, sentAt: null, isClosing: false };
}

function paymentOf(call: PayCall, operation: Operation): Payment {
  const { payer, clientPayNo, payParams, clientExtraParams, connectorParams, terminal } = call;
  const { expiresAt } = call;
  const said = { payer, clientPayNo, payParams, clientExtraParams, connectorParams, terminal };
  return { ...operation, ...said, expiresAt: expiresAt ?? new Date(8.64e15) };
}

interface RefundArrival {
  readonly call: RefundCall;
  readonly payMemo: Refund['payMemo'];
}

function refundOf({ call, payMemo }: RefundArrival, operation: Operation): Refund {
  const { payTractionNo, payAmount, thirdPayNo, isCancel } = call;
  const { clientExtraParams, connectorParams } = call;
  const said = { payTractionNo, payAmount, thirdPayNo, payMemo, isCancel };
  return { ...operation, ...said, clientExtraParams, connectorParams };
}

function arrivalOfPay(kit: Kit, call: PayCall): Arrival {
  const payment = paymentOf(call, operationOfCall(call, NEVER));
  const { tractionNo, merchantUUID, amount, expiresAt, notifyUrl } = call;
  const memo = kit.provider.remember?.(payment) ?? {};
  const about = { tractionNo, merchantUUID, amount, expiresAt, notifyUrl, memo };
  return { ...about, kind: 'pay', payTractionNo: null };
}

function arrivalOfRefund(kit: Kit, { call, payMemo }: RefundArrival): Arrival {
  const refund = refundOf({ call, payMemo }, operationOfCall(call, NEVER));
  const { tractionNo, merchantUUID, amount, payTractionNo, notifyUrl } = call;
  const memo = kit.provider.remember?.(refund) ?? {};
  const about = { tractionNo, merchantUUID, amount, payTractionNo, notifyUrl, memo };
  const refuse = (payment: RefundedPayment | null) => refusalOf(kit, payment, amount);
  return { ...about, kind: 'refund', expiresAt: null, refuse };
}

/** Nothing is sent for what cannot be right. A payment that this journal does not have is the provider's to judge. */
function refusalOf({ texts }: Kit, payment: RefundedPayment | null, amount: number): string | null {
  if (payment === null) return null;
  if (isWithoutMoney(payment.state)) return texts.notPaid;
  return payment.refunded + amount > payment.amount ? texts.tooMuch : null;
}

function sendingOfPay(kit: Kit, call: PayCall): Call {
  return {
    send: async (operation) => await kit.provider.pay(paymentOf(call, operation)),
    secrets: {
      payParams: {},
      paySecrets: call.payParams,
      connectorParams: call.connectorParams,
    },
  };
}

function sendingOfRefund(kit: Kit, { call, payMemo }: RefundArrival): Call {
  return {
    send: async (operation) => {
      if (kit.provider.refund === undefined) return failed('refunds are not possible here');
      return await kit.provider.refund(refundOf({ call, payMemo }, operation));
    },
    secrets: { payParams: {}, paySecrets: null, connectorParams: call.connectorParams },
  };
}
