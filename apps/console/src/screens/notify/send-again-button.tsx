import { Button } from '@mantine/core';
import type { NotifyDelivery } from '@payserver/client';
import { useNavigate } from '@tanstack/react-router';
import { answerOf, api } from '../../api/client.ts';
import { DisabledReason } from '../../components/disabled-reason.tsx';
import { useText } from '../../i18n/use-text.ts';
import { useAct } from '../payment/acts/use-act.ts';
import { Trouble } from './notify-dialog.tsx';
import { useChanged } from './notify-queries.ts';

/** Sends a message again as a new one, and shows how that goes. */
export function SendAgainButton({ delivery }: { readonly delivery: NotifyDelivery }) {
  const { messages } = useText().notify;
  const navigate = useNavigate();
  const act = useAct({
    send: async (body: Record<string, never>) => {
      const params = { path: { uuid: delivery.uuid } };
      const made = await answerOf(api.POST('/notifyDeliveries/{uuid}/replay', { params, body }));
      await navigate({ to: '/deliveries/$uuid', params: { uuid: made.uuid } });
    },
    onSettled: useChanged(),
  });
  return (
    <div>
      <DisabledReason permission="notify">
        <Button
          variant="default"
          loading={act.state.is === 'sending'}
          onClick={() => {
            act.reset();
            act.send({});
          }}
        >
          {messages.sendAgain}
        </Button>
      </DisabledReason>
      <Trouble state={act.state} />
    </div>
  );
}
