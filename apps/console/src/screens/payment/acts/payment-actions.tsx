import { Button } from '@mantine/core';
import { useState } from 'react';
import { DisabledReason } from '../../../components/disabled-reason.tsx';
import { ErrorNote } from '../../../components/error-state.tsx';
import { useText } from '../../../i18n/use-text.ts';
import { hindranceOfPayment, isOpenPayment, PERMISSION_OF } from '../guards.ts';
import type { PayOrder } from '../payment-types.ts';
import type { ActState } from './act-state.ts';
import classes from './acts.module.css';
import { AskButton } from './ask-button.tsx';
import { CloseDialog } from './reason-dialogs.tsx';
import { RefundDialog } from './refund-dialog.tsx';
import { SettleDialog } from './settle-dialog.tsx';

interface PaymentActionsProps {
  readonly order: PayOrder;
  readonly leftFen: number;
  readonly onSettled: () => void;
}

type DialogName = 'close' | 'refund' | 'cancel' | 'settle';

/** Of an open payment what finds out or ends it comes first, of a paid one what gives it back. */
const ORDERS: Readonly<Record<'open' | 'final', readonly DialogName[]>> = {
  open: ['close', 'settle', 'refund', 'cancel'],
  final: ['refund', 'cancel', 'close', 'settle'],
};

/** What a person can do to a payment. What is impossible stays where it is, and says why. */
export function PaymentActions({ order, leftFen, onSettled }: PaymentActionsProps) {
  const { acts } = useText().payment;
  const [shown, setShown] = useState<DialogName | null>(null);
  const [asked, setAsked] = useState<ActState<object, unknown>>({ is: 'idle' });
  const isOpen = isOpenPayment(order);
  const why = (act: DialogName | 'ask') => {
    const hindrance = hindranceOfPayment(act, { order, leftFen });
    return hindrance === null ? null : acts.hindrance[hindrance];
  };
  const askButton = (
    <AskButton
      key="ask"
      kind="pay"
      uuid={order.uuid}
      label={acts.ask}
      hindrance={hindranceOfPayment('ask', { order, leftFen })}
      onSettled={onSettled}
      onState={setAsked}
    >
      {acts.ask}
    </AskButton>
  );
  const buttons = ORDERS[isOpen ? 'open' : 'final'].map((name) => (
    <DisabledReason key={name} permission={PERMISSION_OF[name]} reason={why(name)}>
      <Button variant="default" onClick={() => setShown(name)}>
        {acts[name]}
      </Button>
    </DisabledReason>
  ));
  return (
    <div>
      <div className={classes['menu']} role="group" aria-label={acts.group}>
        {isOpen ? [askButton, ...buttons] : [...buttons, askButton]}
      </div>
      <Asked state={asked} />
      <Shown
        name={shown}
        order={order}
        leftFen={leftFen}
        onSettled={onSettled}
        onClose={() => setShown(null)}
      />
    </div>
  );
}

interface ShownProps extends PaymentActionsProps {
  readonly name: DialogName | null;
  readonly onClose: () => void;
}

function Shown({ name, ...props }: ShownProps) {
  switch (name) {
    case null:
      return null;
    case 'close':
      return <CloseDialog {...props} />;
    case 'settle': {
      const { uuid, tractionNo, payAmount } = props.order;
      return (
        <SettleDialog {...props} order={{ kind: 'pay', uuid, tractionNo, amount: payAmount }} />
      );
    }
    case 'refund':
    case 'cancel':
      return <RefundDialog {...props} isCancel={name === 'cancel'} />;
  }
}

/** What is known of an order that was asked about; below the buttons, for there is no dialog. */
export function Asked({ state }: { readonly state: ActState<object, unknown> }) {
  const { dialog } = useText().payment;
  const isSaid = state.is === 'done' || state.is === 'sending';
  return (
    <div aria-live="polite" className={state.is === 'idle' ? '' : classes['said']}>
      {isSaid ? (
        <p className={classes['help']}>
          {state.is === 'sending' ? dialog.sending : dialog.ask.asked}
        </p>
      ) : null}
      {state.is === 'refused' ? <ErrorNote error={state.error} title={dialog.refused} /> : null}
      {state.is === 'unknown' ? (
        <ErrorNote error={state.error} title={dialog.unknownTitle} />
      ) : null}
    </div>
  );
}
