import { Radio, TextInput } from '@mantine/core';
import { useText, wordOf } from '../../../i18n/use-text.ts';
import { TAIL } from '../money-parts.ts';
import { ActDialog } from './act-dialog.tsx';
import { OrderLine } from './order-line.tsx';
import { ReasonField } from './reason-field.tsx';
import { type Settled, useSettleForm } from './use-settle-form.ts';

interface SettleDialogProps {
  readonly order: Settled;
  readonly onClose: () => void;
  readonly onSettled: () => void;
}

/** The longest that the API takes. */
const MOST_EVIDENCE = 128;

/** Says by hand what became of an order, for ever: with the reason, the evidence, and the end of its number typed. */
export function SettleDialog({ order, onClose, onSettled }: SettleDialogProps) {
  const text = useText();
  const { settle } = text.payment.dialog;
  const form = useSettleForm(order, onSettled);
  const isPay = order.kind === 'pay';
  const words = isPay ? text.payStatus : text.refundStatus;
  const { state } = form;
  return (
    <ActDialog
      title={isPay ? settle.titlePay : settle.titleRefund}
      help={settle.help}
      state={state}
      answer={state.is === 'done' ? <p>{settle.done(wordOf(words, state.answer))}</p> : null}
      audit={{
        action: `POST /${isPay ? 'payOrders' : 'refundOrders'}/:uuid/settle`,
        target: order.uuid,
        detail: form.detail,
      }}
      submit={settle.submit}
      isDanger
      onSubmit={form.submit}
      onClose={onClose}
    >
      <OrderLine number={order.tractionNo} fen={order.amount} />
      <Fields form={form} order={order} />
    </ActDialog>
  );
}

interface FieldsProps {
  readonly form: ReturnType<typeof useSettleForm>;
  readonly order: Settled;
}

function Fields({ form, order }: FieldsProps) {
  const { settle } = useText().payment.dialog;
  const { fields, missing } = form;
  return (
    <>
      <OutcomeField form={form} order={order} />
      <ReasonField value={fields.reason} onChange={fields.setReason} isMissing={missing.reason} />
      <TextInput
        label={settle.evidence}
        description={settle.evidenceHelp}
        value={fields.evidence}
        onChange={(event) => fields.setEvidence(event.currentTarget.value)}
        maxLength={MOST_EVIDENCE}
        autoComplete="off"
        spellCheck={false}
      />
      <TextInput
        label={settle.tail(TAIL)}
        description={settle.tailHelp(order.tractionNo)}
        error={missing.tail ? settle.tailWrong : null}
        value={fields.tail}
        onChange={(event) => fields.setTail(event.currentTarget.value)}
        maxLength={TAIL}
        inputMode="numeric"
        autoComplete="off"
        required
      />
    </>
  );
}

function OutcomeField({ form, order }: FieldsProps) {
  const { settle } = useText().payment.dialog;
  const choices = {
    pay: [
      ['succeeded', settle.succeededPay, settle.succeededPayHelp],
      ['failed', settle.failedPay, settle.failedPayHelp],
    ],
    refund: [
      ['succeeded', settle.succeededRefund, settle.succeededRefundHelp],
      ['failed', settle.failedRefund, settle.failedRefundHelp],
    ],
  } as const;
  const { outcome, setOutcome } = form.fields;
  return (
    <Radio.Group
      label={settle.outcome}
      value={outcome}
      onChange={(chosen) => setOutcome(chosen === 'succeeded' ? 'succeeded' : 'failed')}
      error={form.missing.outcome ? settle.outcomeMissing : null}
      required
    >
      {choices[order.kind].map(([name, label, help]) => (
        <Radio key={name} value={name} label={label} description={help} mt={8} />
      ))}
    </Radio.Group>
  );
}
