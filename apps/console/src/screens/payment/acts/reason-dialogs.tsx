import { useState } from 'react';
import { answerOf, api } from '../../../api/client.ts';
import { formatFen } from '../../../format/money.ts';
import { useText, wordOf } from '../../../i18n/use-text.ts';
import type { PayOrder, TradeException } from '../payment-types.ts';
import { ActDialog } from './act-dialog.tsx';
import { OrderLine } from './order-line.tsx';
import { ReasonField } from './reason-field.tsx';
import { useAct } from './use-act.ts';

interface CloseDialogProps {
  readonly order: PayOrder;
  readonly onClose: () => void;
  readonly onSettled: () => void;
}

async function sendClose(body: { payTractionNo: string }): Promise<PayOrder> {
  const { data } = await answerOf(api.POST('/closePay', { body }));
  return data;
}

/** Calls a payment off whose outcome is not known yet. */
export function CloseDialog({ order, onClose, onSettled }: CloseDialogProps) {
  const text = useText();
  const words = text.payment.dialog.close;
  const act = useAct({ send: sendClose, onSettled });
  const body = { payTractionNo: order.tractionNo };
  return (
    <ActDialog
      title={words.title}
      help={words.help}
      state={act.state}
      answer={
        act.state.is === 'done' ? (
          <p>{words.done(wordOf(text.payStatus, act.state.answer.status))}</p>
        ) : null
      }
      audit={{ action: 'POST /closePay', target: null, detail: body }}
      submit={words.submit}
      isDanger
      onSubmit={() => act.send(body)}
      onClose={onClose}
    >
      <OrderLine number={order.tractionNo} fen={order.payAmount} />
    </ActDialog>
  );
}

interface ExceptionDialogProps {
  readonly exception: TradeException;
  readonly act: 'resolve' | 'reverse';
  readonly onClose: () => void;
  readonly onSettled: () => void;
}

/** Deals with an exception: notes that a person did, or sends late money back. */
export function ExceptionDialog({
  exception,
  act: name,
  onClose,
  onSettled,
}: ExceptionDialogProps) {
  const { dialog } = useText().payment;
  const { uuid, tractionNo, amount } = exception;
  const [reason, setReason] = useState('');
  const [isTried, setIsTried] = useState(false);
  const act = useAct({
    send: async (body: { reason: string }) => {
      const params = { path: { uuid } };
      return await answerOf(
        name === 'resolve'
          ? api.POST('/exceptions/{uuid}/resolve', { params, body })
          : api.POST('/exceptions/{uuid}/reverse', { params, body }),
      );
    },
    onSettled,
  });
  const body = { reason: reason.trim() };
  return (
    <ActDialog
      title={dialog[name].title}
      help={name === 'resolve' ? dialog.resolve.help : dialog.reverse.help(formatFen(amount))}
      state={act.state}
      answer={<p>{dialog[name].done}</p>}
      audit={{
        action: `POST /exceptions/:uuid/${name}`,
        target: uuid,
        detail: { reason: body.reason === '' ? '…' : body.reason },
      }}
      submit={dialog[name].submit}
      isDanger={name === 'reverse'}
      onSubmit={() => {
        setIsTried(true);
        if (body.reason !== '') act.send(body);
      }}
      onClose={onClose}
    >
      <OrderLine number={tractionNo} fen={amount} />
      <ReasonField
        value={reason}
        onChange={setReason}
        isMissing={isTried && body.reason === ''}
        isFirst
      />
    </ActDialog>
  );
}
