import { Button, Modal } from '@mantine/core';
import { CopyButton } from '../../components/copy-button.tsx';
import { useText } from '../../i18n/use-text.ts';
import acts from '../payment/acts/acts.module.css';
import classes from './notify.module.css';

interface SecretDialogProps {
  readonly title: string;
  /** whsec_… */
  readonly secret: string;
  readonly onClose: () => void;
}

/** A secret that the API never shows again: a click beside it or Escape does not take it away. */
export function SecretDialog({ title, secret, onClose }: SecretDialogProps) {
  const words = useText().notify.secret;
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
    >
      <div className={acts['form']}>
        <p className={acts['help']}>{words.once}</p>
        <div className={classes['secret']}>
          <code>{secret}</code>
          <CopyButton value={secret} of={words.name} />
        </div>
        <div className={acts['buttons']}>
          <Button onClick={onClose} data-autofocus>
            {words.close}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
