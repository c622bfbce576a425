import { useState } from 'react';
import { answerOf, api } from '../../../api/client.ts';
import { isTail, TAIL } from '../money-parts.ts';
import { useAct } from './use-act.ts';

/** An order that is settled by hand. */
export interface Settled {
  readonly kind: 'pay' | 'refund';
  readonly uuid: string;
  readonly tractionNo: string;
  /** fen */
  readonly amount: number;
}

export type Outcome = 'succeeded' | 'failed';

export interface SettleBody {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly thirdNo?: string;
}

async function sendSettle({ kind, uuid }: Settled, body: SettleBody): Promise<string> {
  const params = { path: { uuid } };
  const { status } =
    kind === 'pay'
      ? await answerOf(api.POST('/payOrders/{uuid}/settle', { params, body }))
      : await answerOf(api.POST('/refundOrders/{uuid}/settle', { params, body }));
  return status;
}

/** What a person writes to settle an order by hand, and what became of it; nothing is sent before all of it is there. */
export function useSettleForm(order: Settled, onSettled: () => void) {
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [reason, setReason] = useState('');
  const [evidence, setEvidence] = useState('');
  const [tail, setTail] = useState('');
  const [isTried, setIsTried] = useState(false);
  const act = useAct<SettleBody, string>({
    send: async (body) => await sendSettle(order, body),
    onSettled,
  });
  const thirdNo = evidence.trim();
  const rest = { reason: reason.trim(), ...(thirdNo === '' ? {} : { thirdNo }) };
  const isTailRight = isTail(tail, order.tractionNo);
  return {
    state: act.state,
    fields: { outcome, setOutcome, reason, setReason, evidence, setEvidence, tail, setTail },
    /** as far as it is written */
    detail: { outcome: outcome ?? '…', ...rest },
    missing: {
      outcome: isTried && outcome === null,
      reason: isTried && rest.reason === '',
      tail: (isTried || tail.length >= TAIL) && !isTailRight,
    },
    submit: () => {
      setIsTried(true);
      if (outcome !== null && rest.reason !== '' && isTailRight) act.send({ outcome, ...rest });
    },
  };
}
