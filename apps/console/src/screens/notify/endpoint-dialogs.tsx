import { Radio } from '@mantine/core';
import type { NotifyEndpoint } from '@payserver/client';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { useText } from '../../i18n/use-text.ts';
import { useAct } from '../payment/acts/use-act.ts';
import { EndpointFieldsInputs } from './endpoint-fields.tsx';
import { fieldsOf, settingsOf, useEndpointForm } from './endpoint-form.ts';
import { NotifyDialog } from './notify-dialog.tsx';
import { useChanged } from './notify-queries.ts';
import { SecretDialog } from './secret-dialog.tsx';

interface EndpointDialogProps {
  readonly endpoint: NotifyEndpoint;
  readonly onClose: () => void;
}

type Settings = ReturnType<typeof settingsOf>;

/** Changes where messages go, which ones, and in which format. */
export function EditDialog({ endpoint, onClose }: EndpointDialogProps) {
  const { form: words } = useText().notify;
  const { uuid, kind } = endpoint;
  const isUrlFixed = kind === 'adhoc';
  const form = useEndpointForm(fieldsOf(endpoint));
  const act = useAct({
    send: async ({ url, ...settings }: Settings) => {
      const body = isUrlFixed ? settings : { ...settings, url };
      await answerOf(api.POST('/notifyEndpoints/{uuid}', { params: { path: { uuid } }, body }));
      onClose();
    },
    onSettled: useChanged(),
  });
  return (
    <NotifyDialog
      title={words.editTitle}
      state={act.state}
      submit={words.save}
      size="lg"
      onSubmit={() => {
        form.onTry();
        if (form.isWhole) act.send(settingsOf(form.fields));
      }}
      onClose={onClose}
    >
      <EndpointFieldsInputs form={form} isUrlFixed={isUrlFixed} />
    </NotifyDialog>
  );
}

const OVERLAPS = ['24', '168', '0'] as const;

/** Makes a new secret, which is shown once. */
export function RotateDialog({ endpoint, onClose }: EndpointDialogProps) {
  const { rotation, secret: words } = useText().notify;
  const { uuid } = endpoint;
  const [overlap, setOverlap] = useState<string>(OVERLAPS[0]);
  const act = useAct({
    send: async (body: { readonly overlapHours: number }) => {
      const params = { path: { uuid } };
      return await answerOf(api.POST('/notifyEndpoints/{uuid}/rotateSecret', { params, body }));
    },
    onSettled: useChanged(),
  });
  if (act.state.is === 'done') {
    const { secret } = act.state.answer;
    return <SecretDialog title={words.newTitle} secret={secret} onClose={onClose} />;
  }
  return (
    <NotifyDialog
      title={rotation.title}
      help={rotation.help}
      state={act.state}
      submit={rotation.submit}
      onSubmit={() => act.send({ overlapHours: Number(overlap) })}
      onClose={onClose}
    >
      <Radio.Group label={rotation.overlap} value={overlap} onChange={setOverlap}>
        {OVERLAPS.map((hours) => (
          <Radio key={hours} value={hours} label={rotation.overlaps[hours]} mt={8} />
        ))}
      </Radio.Group>
    </NotifyDialog>
  );
}

/** Deletes an endpoint after a question, and leaves its page. */
export function RemoveDialog({ endpoint, onClose }: EndpointDialogProps) {
  const { removal } = useText().notify;
  const navigate = useNavigate();
  const { uuid, url } = endpoint;
  const act = useAct({
    send: async (body: Record<string, never>) => {
      const params = { path: { uuid } };
      await answerOf(api.POST('/notifyEndpoints/{uuid}/delete', { params, body }));
      await navigate({ to: '/endpoints' });
    },
    onSettled: useChanged(),
  });
  return (
    <NotifyDialog
      title={removal.title}
      help={removal.help(url)}
      state={act.state}
      submit={removal.submit}
      isDanger
      onSubmit={() => act.send({})}
      onClose={onClose}
    />
  );
}
