import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { type ReactNode, useEffect } from 'react';
import { answerOf, api } from '../../../api/client.ts';
import { DisabledReason } from '../../../components/disabled-reason.tsx';
import { useText } from '../../../i18n/use-text.ts';
import { type Hindrance, PERMISSION_OF } from '../guards.ts';
import type { ActState } from './act-state.ts';
import { useAct } from './use-act.ts';

interface AskButtonProps {
  readonly kind: 'pay' | 'refund';
  readonly uuid: string;
  readonly label: string;
  readonly hindrance: Hindrance | null;
  readonly isSmall?: boolean;
  readonly onSettled: () => void;
  /** what is known of it, for the place where the page says so */
  readonly onState: (state: ActState<object, unknown>) => void;
  readonly children: ReactNode;
}

async function ask(kind: 'pay' | 'refund', uuid: string): Promise<unknown> {
  const init = { params: { path: { uuid } }, body: {} };
  return kind === 'pay'
    ? await answerOf(api.POST('/payOrders/{uuid}/ask', init))
    : await answerOf(api.POST('/refundOrders/{uuid}/ask', init));
}

/** Has an open order attempted now. It changes no money by itself, so it asks nothing back; asked twice it is one attempt. */
export function AskButton(props: AskButtonProps) {
  const { kind, uuid, label, hindrance, isSmall = false, onSettled, onState, children } = props;
  const text = useText();
  const act = useAct<object, unknown>({ send: async () => await ask(kind, uuid), onSettled });
  const { state } = act;
  useEffect(() => onState(state), [state, onState]);
  const reason = hindrance === null ? null : text.payment.acts.hindrance[hindrance];
  return (
    <DisabledReason permission={PERMISSION_OF.ask} reason={reason}>
      <Button
        variant="default"
        size={isSmall ? 'compact-xs' : 'sm'}
        aria-label={label}
        leftSection={isSmall ? null : <IconRefresh size={15} aria-hidden="true" />}
        loading={state.is === 'sending'}
        onClick={() => {
          act.reset();
          act.send({});
        }}
      >
        {children}
      </Button>
    </DisabledReason>
  );
}
