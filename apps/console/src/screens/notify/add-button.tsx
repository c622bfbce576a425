import { Button } from '@mantine/core';
import type { NotifyEndpointRequest, NotifyEndpointWithSecret } from '@payserver/client';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { useWhoami } from '../../api/use-session.ts';
import { DisabledReason } from '../../components/disabled-reason.tsx';
import { useText } from '../../i18n/use-text.ts';
import { useAct } from '../payment/acts/use-act.ts';
import { EndpointFieldsInputs } from './endpoint-fields.tsx';
import { newFields, settingsOf, useEndpointForm } from './endpoint-form.ts';
import { NotifyDialog } from './notify-dialog.tsx';
import { useChanged } from './notify-queries.ts';
import { SecretDialog } from './secret-dialog.tsx';

/** Makes an endpoint. */
export function AddButton() {
  const { notify } = useText();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <DisabledReason permission="notify">
        <Button
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden="true" />}
          onClick={() => setIsOpen(true)}
        >
          {notify.add}
        </Button>
      </DisabledReason>
      {isOpen ? <AddDialog onClose={() => setIsOpen(false)} /> : null}
    </>
  );
}

async function sendEndpoint(body: NotifyEndpointRequest): Promise<NotifyEndpointWithSecret> {
  return await answerOf(api.POST('/notifyEndpoints', { body }));
}

function AddDialog({ onClose }: { readonly onClose: () => void }) {
  const { notify } = useText();
  const { scope, merchantUUID } = useWhoami();
  const form = useEndpointForm(newFields(merchantUUID ?? ''));
  const act = useAct({ send: sendEndpoint, onSettled: useChanged() });
  if (act.state.is === 'done') {
    const { secret } = act.state.answer;
    return <SecretDialog title={notify.secret.title} secret={secret} onClose={onClose} />;
  }
  const { fields } = form;
  const merchant = scope === 'all' ? { merchantUUID: fields.merchantUUID.trim() } : {};
  return (
    <NotifyDialog
      title={notify.form.title}
      help={notify.form.help}
      state={act.state}
      submit={notify.form.submit}
      size="lg"
      onSubmit={() => {
        form.onTry();
        if (form.isWhole) act.send({ ...settingsOf(fields), ...merchant });
      }}
      onClose={onClose}
    >
      <EndpointFieldsInputs form={form} asksMerchant={scope === 'all'} />
    </NotifyDialog>
  );
}
