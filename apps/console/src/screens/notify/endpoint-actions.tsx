import { Button } from '@mantine/core';
import type { NotifyEndpoint } from '@payserver/client';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { DisabledReason } from '../../components/disabled-reason.tsx';
import { useText } from '../../i18n/use-text.ts';
import acts from '../payment/acts/acts.module.css';
import { useAct } from '../payment/acts/use-act.ts';
import { EditDialog, RemoveDialog, RotateDialog } from './endpoint-dialogs.tsx';
import { Trouble } from './notify-dialog.tsx';
import { useChanged } from './notify-queries.ts';
import { ReplayDialog } from './replay-dialog.tsx';

interface EndpointProps {
  readonly endpoint: NotifyEndpoint;
}

const DIALOGS = {
  replay: ReplayDialog,
  edit: EditDialog,
  rotate: RotateDialog,
  remove: RemoveDialog,
} as const;
type DialogName = keyof typeof DIALOGS;

/** What a person can do to an endpoint. What is impossible stays where it is, and says why. */
export function EndpointActions({ endpoint }: EndpointProps) {
  const { notify } = useText();
  const [shown, setShown] = useState<DialogName | null>(null);
  const Dialog = shown === null ? null : DIALOGS[shown];
  const why = endpoint.status === 'off' ? notify.isOff : null;
  return (
    <div>
      <div className={acts['menu']} role="group" aria-label={notify.actions}>
        <TestButton endpoint={endpoint} />
        <StatusButton key={endpoint.status} endpoint={endpoint} />
        {(['replay', 'edit', 'rotate', 'remove'] as const).map((name) => (
          <DisabledReason key={name} permission="notify" reason={name === 'replay' ? why : null}>
            <Button variant="default" onClick={() => setShown(name)}>
              {notify[name]}
            </Button>
          </DisabledReason>
        ))}
      </div>
      {Dialog === null ? null : <Dialog endpoint={endpoint} onClose={() => setShown(null)} />}
    </div>
  );
}

/** Sends a test message, and shows how it goes. */
function TestButton({ endpoint }: EndpointProps) {
  const { notify } = useText();
  const navigate = useNavigate();
  const act = useAct({
    send: async (body: Record<string, never>) => {
      const params = { path: { uuid: endpoint.uuid } };
      const { uuid } = await answerOf(api.POST('/notifyEndpoints/{uuid}/test', { params, body }));
      await navigate({ to: '/deliveries/$uuid', params: { uuid } });
    },
    onSettled: useChanged(),
  });
  return (
    <>
      <DisabledReason permission="notify" reason={endpoint.status === 'off' ? notify.isOff : null}>
        <Button
          variant="default"
          loading={act.state.is === 'sending'}
          onClick={() => {
            act.reset();
            act.send({});
          }}
        >
          {notify.test}
        </Button>
      </DisabledReason>
      <Trouble state={act.state} />
    </>
  );
}

/** Pauses an endpoint, or has it sent to again. Asked twice it is one change. */
function StatusButton({ endpoint }: EndpointProps) {
  const { notify } = useText();
  const { uuid, status } = endpoint;
  const act = useAct({
    send: async (body: { readonly status: 'on' | 'paused' }) =>
      await answerOf(api.POST('/notifyEndpoints/{uuid}', { params: { path: { uuid } }, body })),
    onSettled: useChanged(),
  });
  const labels = { on: notify.pause, paused: notify.resume, off: notify.enable };
  return (
    <>
      <DisabledReason permission="notify">
        <Button
          variant="default"
          loading={act.state.is === 'sending'}
          onClick={() => {
            act.reset();
            act.send({ status: status === 'on' ? 'paused' : 'on' });
          }}
        >
          {labels[status]}
        </Button>
      </DisabledReason>
      <Trouble state={act.state} />
    </>
  );
}
