import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { ErrorNote } from '../../components/error-state.tsx';
import { useText } from '../../i18n/use-text.ts';
import type { ActState } from '../payment/acts/act-state.ts';
import acts from '../payment/acts/acts.module.css';

interface NotifyDialogProps {
  readonly title: string;
  readonly help?: string;
  readonly state: ActState<unknown, unknown>;
  readonly submit: string;
  readonly isDanger?: boolean;
  /** there is nothing to submit */
  readonly isOff?: boolean;
  readonly size?: 'md' | 'lg';
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

/**
 * A question or a form. A request whose answer is lost is not offered again: unlike one that moves money it could be done
 * twice.
 */
export function NotifyDialog(props: NotifyDialogProps) {
  const { title, help, state, size = 'md', onSubmit, onClose, children } = props;
  const text = useText();
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={size}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <form
        className={acts['form']}
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
        noValidate
      >
        {help === undefined ? null : <p className={acts['help']}>{help}</p>}
        <fieldset
          disabled={state.is === 'sending' || state.is === 'unknown'}
          className={acts['fields']}
        >
          {children}
        </fieldset>
        <p className={acts['help']}>{text.notify.audit}</p>
        <Trouble state={state} />
        <Buttons {...props} />
      </form>
    </Modal>
  );
}

/** Why an act did not work, or that nobody knows whether it did; nothing otherwise. */
export function Trouble({ state }: { readonly state: ActState<unknown, unknown> }) {
  const { notify, payment } = useText();
  if (state.is === 'refused')
    return <ErrorNote error={state.error} title={payment.dialog.refused} />;
  if (state.is !== 'unknown') return null;
  return (
    <>
      <ErrorNote error={state.error} title={notify.unknownTitle} />
      <p className={acts['help']}>{notify.unknown}</p>
    </>
  );
}

function Buttons({ state, submit, isDanger = false, isOff = false, onClose }: NotifyDialogProps) {
  const text = useText();
  const isUnknown = state.is === 'unknown';
  return (
    <div className={acts['buttons']}>
      <Button variant="default" onClick={onClose}>
        {isUnknown ? text.common.close : text.common.cancel}
      </Button>
      {isUnknown ? null : (
        <Button
          type="submit"
          disabled={isOff}
          loading={state.is === 'sending'}
          {...(isDanger ? { color: 'danger' } : {})}
        >
          {submit}
        </Button>
      )}
    </div>
  );
}
