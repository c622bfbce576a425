import { Button, Group, Modal } from '@mantine/core';
import type { ConsoleSession } from '@payserver/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { ErrorNote } from '../../components/error-state.tsx';
import { useText } from '../../i18n/use-text.ts';
import { refresh } from '../../lists/use-list.ts';
import { useIsOpen } from './session-state.tsx';

/** Ends a session that is open, after a question. */
export function RevokeButton({ session }: { readonly session: ConsoleSession }) {
  const text = useText();
  const [isAsking, setIsAsking] = useState(false);
  const isOpen = useIsOpen(session);
  if (!isOpen) return null;
  return (
    <>
      <Button variant="default" size="compact-xs" onClick={() => setIsAsking(true)}>
        {text.sessions.revoke}
      </Button>
      <Modal
        opened={isAsking}
        onClose={() => setIsAsking(false)}
        title={text.sessions.confirm}
        closeButtonProps={{ 'aria-label': text.common.close }}
      >
        <Question session={session} onDone={() => setIsAsking(false)} />
      </Modal>
    </>
  );
}

interface QuestionProps {
  readonly session: ConsoleSession;
  readonly onDone: () => void;
}

function Question({ session, onDone }: QuestionProps) {
  const text = useText();
  const queries = useQueryClient();
  const { uuid, subject } = session;
  const revoke = useMutation({
    mutationFn: async () =>
      await answerOf(api.POST('/sessions/{uuid}/revoke', { params: { path: { uuid } }, body: {} })),
    onSuccess: async () => {
      onDone();
      await refresh(queries);
    },
  });
  return (
    <>
      <p>{text.sessions.confirmHelp(subject)}</p>
      {revoke.error === null ? null : <ErrorNote error={revoke.error} />}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onDone}>
          {text.common.cancel}
        </Button>
        <Button color="danger" disabled={revoke.isPending} onClick={() => revoke.mutate()}>
          {text.sessions.revoke}
        </Button>
      </Group>
    </>
  );
}
