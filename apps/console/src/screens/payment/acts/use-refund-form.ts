import { useState } from 'react';
import { answerOf, api } from '../../../api/client.ts';
import { useTimeZone } from '../../../api/use-session.ts';
import { yuanInput } from '../../../format/money.ts';
import { writeTime } from '../../../format/time.ts';
import { proposeRefundNo, readAmount } from '../money-parts.ts';
import type { PayOrder, RefundOrder } from '../payment-types.ts';
import { isRefundBody, isRefundNo, type RefundBody } from './refund-body.ts';
import { readUnanswered, writeUnanswered } from './unanswered.ts';
import { useAct } from './use-act.ts';

const RANDOM_BYTES = 5;

export interface RefundFormProps {
  readonly order: PayOrder;
  readonly leftFen: number;
  /** calls the whole payment off */
  readonly isCancel: boolean;
  readonly onSettled: () => void;
}

async function sendRefund(body: RefundBody): Promise<RefundOrder> {
  const { data } = await answerOf(api.POST('/refund', { body }));
  return data;
}

/**
 * What a person writes into a refund, and what became of it. Its number is proposed and stays the same until the gateway
 * has answered, also when the page is loaded again meanwhile: so a lost answer cannot become a second refund.
 */
export function useRefundForm({ order, leftFen, isCancel, onSettled }: RefundFormProps) {
  const zone = useTimeZone();
  const [earlier] = useState(() => readUnanswered(order.uuid, isRefundBody));
  const [amount, setAmount] = useState(isCancel ? yuanInput(order.payAmount) : '');
  const [number, setNumber] = useState(() => {
    const random = crypto.getRandomValues(new Uint8Array(RANDOM_BYTES));
    return proposeRefundNo(writeTime(Date.now(), zone), random);
  });
  const [reason, setReason] = useState('');
  const [isTried, setIsTried] = useState(false);
  const act = useAct({
    send: sendRefund,
    onSettled,
    onPending: (body) => writeUnanswered(order.uuid, body),
    ...(earlier === null
      ? {}
      : { initial: { is: 'unknown' as const, body: earlier, error: null } }),
  });
  const typed = readAmount(amount, leftFen);
  const written: RefundBody = {
    payTractionNo: order.tractionNo,
    clientRefundNo: number,
    refundAmount: 'fen' in typed ? typed.fen : 0,
    ...(isCancel ? { isCancel: 1 as const } : {}),
    clientExtraParams: { reason: reason.trim() },
  };
  const { state } = act;
  const isReady = 'fen' in typed && isRefundNo(number) && reason.trim() !== '';
  return {
    state,
    typed,
    fields: { amount, setAmount, number, setNumber, reason, setReason, isTried },
    /** what is sent, or was */
    body: state.is === 'idle' || state.is === 'refused' ? written : state.body,
    /** the request is of before the page was loaded */
    isEarlier: earlier !== null && state.is === 'unknown',
    submit: () => {
      setIsTried(true);
      if (isReady || state.is === 'unknown') act.send(written);
    },
  };
}
