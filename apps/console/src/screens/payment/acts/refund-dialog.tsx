import { Button, TextInput } from '@mantine/core';
import { formatFen, yuanInput } from '../../../format/money.ts';
import { useText, wordOf } from '../../../i18n/use-text.ts';
import type { RefundOrder } from '../payment-types.ts';
import { ActDialog } from './act-dialog.tsx';
import classes from './acts.module.css';
import { OrderLine } from './order-line.tsx';
import { ReasonField } from './reason-field.tsx';
import { isRefundNo, MOST_NUMBER } from './refund-body.ts';
import { type RefundFormProps, useRefundForm } from './use-refund-form.ts';

interface RefundDialogProps extends RefundFormProps {
  readonly onClose: () => void;
}

/** Sends money back: a part of it, or, as a cancellation, all of it. */
export function RefundDialog({ onClose, ...props }: RefundDialogProps) {
  const { order, isCancel, leftFen } = props;
  const { dialog } = useText().payment;
  const form = useRefundForm(props);
  const { body, state, typed } = form;
  const formatted = formatFen(body.refundAmount);
  const submit = 'fen' in typed ? dialog.refund.submit(formatted) : dialog.refund.submitPlain;
  return (
    <ActDialog
      title={isCancel ? dialog.cancel.title : dialog.refund.title}
      {...(isCancel ? { help: dialog.cancel.help(formatFen(order.payAmount)) } : {})}
      state={state}
      asked={dialog.refund.asked(formatted, body.clientRefundNo)}
      answer={state.is === 'done' ? <Answer refund={state.answer} /> : null}
      audit={{
        action: 'POST /refund',
        target: null,
        // The API records of free fields only how many there are.
        detail: {
          ...body,
          refundAmount: body.refundAmount === 0 ? '…' : body.refundAmount,
          clientExtraParams: Object.keys(body.clientExtraParams).length,
        },
      }}
      submit={isCancel ? dialog.cancel.submit : submit}
      isDanger={isCancel}
      onSubmit={form.submit}
      onClose={onClose}
    >
      <OrderLine number={order.tractionNo} fen={order.payAmount} />
      {form.isEarlier ? <p className={classes['help']}>{dialog.earlier}</p> : null}
      {state.is === 'unknown' ? null : (
        <>
          {isCancel ? null : <AmountField form={form} leftFen={leftFen} />}
          <OtherFields form={form} isCancel={isCancel} />
        </>
      )}
    </ActDialog>
  );
}

/** The width of the button inside the field. */
const ALL_PX = 82;

type Form = ReturnType<typeof useRefundForm>;

function AmountField({ form, leftFen }: { readonly form: Form; readonly leftFen: number }) {
  const { refund } = useText().payment.dialog;
  const { amount, setAmount, isTried } = form.fields;
  const wrong = 'wrong' in form.typed ? refund.wrong[form.typed.wrong] : null;
  return (
    <TextInput
      label={refund.amount}
      description={refund.left(formatFen(leftFen))}
      error={isTried || amount !== '' ? wrong : null}
      value={amount}
      onChange={(event) => setAmount(event.currentTarget.value)}
      inputMode="decimal"
      autoComplete="off"
      required
      data-autofocus
      rightSectionWidth={ALL_PX}
      rightSection={
        <Button variant="subtle" size="compact-xs" onClick={() => setAmount(yuanInput(leftFen))}>
          {refund.all}
        </Button>
      }
    />
  );
}

function OtherFields({ form, isCancel }: { readonly form: Form; readonly isCancel: boolean }) {
  const { refund } = useText().payment.dialog;
  const { number, setNumber, reason, setReason, isTried } = form.fields;
  return (
    <>
      <ReasonField
        value={reason}
        onChange={setReason}
        help={refund.reasonHelp}
        isMissing={isTried && reason.trim() === ''}
        isFirst={isCancel}
      />
      <TextInput
        label={refund.number}
        description={refund.numberHelp}
        error={isRefundNo(number) ? null : refund.numberBad}
        value={number}
        onChange={(event) => setNumber(event.currentTarget.value)}
        maxLength={MOST_NUMBER}
        autoComplete="off"
        spellCheck={false}
        required
      />
    </>
  );
}

function Answer({ refund }: { readonly refund: RefundOrder }) {
  const text = useText();
  const { refund: words } = text.payment.dialog;
  return (
    <>
      <p>{words.asked(formatFen(refund.refundAmount), refund.clientRefundNo)}</p>
      <p>{words.done(wordOf(text.refundStatus, refund.status))}</p>
    </>
  );
}
