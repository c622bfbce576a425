import { Button, Modal } from '@mantine/core';
import { IconCircleCheck, IconHelpCircle, IconLoader2 } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useWhoami } from '../../../api/use-session.ts';
import { ErrorNote } from '../../../components/error-state.tsx';
import { useText } from '../../../i18n/use-text.ts';
import type { ActState } from './act-state.ts';
import classes from './acts.module.css';

/** What the audit log will hold of an act, as the API writes it. */
export interface AuditPreview {
  /** method and route */
  readonly action: string;
  readonly target: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

interface ActDialogProps {
  readonly title: string;
  readonly help?: ReactNode;
  readonly state: ActState<unknown, unknown>;
  /** what the gateway answered, in a sentence; shown once it did */
  readonly answer: ReactNode;
  /** that it was asked for, and with which number; shown until there is an answer */
  readonly asked?: string;
  readonly audit: AuditPreview;
  readonly submit: string;
  readonly isDanger?: boolean;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  /** the fields; they are gone once the gateway has answered */
  readonly children?: ReactNode;
}

/**
 * An act: what it does, what the audit log will say, and what is known of it. After a lost answer its button sends the
 * same request again.
 */
export function ActDialog(props: ActDialogProps) {
  const { title, help, state, audit, onClose, onSubmit, children } = props;
  const text = useText();
  const isFixed = state.is === 'sending' || state.is === 'unknown';
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size="md"
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
        noValidate
      >
        {state.is === 'done' ? null : (
          <>
            {help === undefined ? null : <p className={classes['help']}>{help}</p>}
            <fieldset disabled={isFixed} className={classes['fields']}>
              {children}
            </fieldset>
            <Audit audit={audit} />
          </>
        )}
        <Known {...props} />
        <Buttons {...props} />
      </form>
    </Modal>
  );
}

function Known({ state, asked, answer }: ActDialogProps) {
  const { dialog } = useText().payment;
  return (
    <div aria-live="polite">
      {state.is === 'sending' ? (
        <Note tone="wait" icon={<IconLoader2 size={16} />}>
          {asked === undefined ? null : <p>{asked}</p>}
          <p>{dialog.sending}</p>
        </Note>
      ) : null}
      {state.is === 'refused' ? <ErrorNote error={state.error} title={dialog.refused} /> : null}
      {state.is === 'unknown' ? (
        <Note tone="wait" icon={<IconHelpCircle size={16} />}>
          <p>
            <strong>{dialog.unknownTitle}</strong>
          </p>
          {asked === undefined ? null : <p>{asked}</p>}
          <p>{dialog.unknown}</p>
        </Note>
      ) : null}
      {state.is === 'done' ? (
        <Note tone="good" icon={<IconCircleCheck size={16} />}>
          <p>
            <strong>{dialog.done}</strong>
          </p>
          {answer}
        </Note>
      ) : null}
    </div>
  );
}

interface NoteProps {
  readonly tone: 'wait' | 'good';
  readonly icon: ReactNode;
  readonly children: ReactNode;
}

function Note({ tone, icon, children }: NoteProps) {
  return (
    <div className={classes['note']} data-tone={tone}>
      <span className={classes['noteIcon']} aria-hidden="true">
        {icon}
      </span>
      <div>{children}</div>
    </div>
  );
}

function Buttons({ state, submit, isDanger = false, onClose }: ActDialogProps) {
  const text = useText();
  if (state.is === 'done') {
    return (
      <div className={classes['buttons']}>
        <Button onClick={onClose}>{text.common.close}</Button>
      </div>
    );
  }
  return (
    <div className={classes['buttons']}>
      <Button variant="default" onClick={onClose}>
        {state.is === 'idle' || state.is === 'refused' ? text.common.cancel : text.common.close}
      </Button>
      <Button
        type="submit"
        loading={state.is === 'sending'}
        {...(isDanger ? { color: 'danger' } : {})}
      >
        {state.is === 'unknown' ? text.payment.dialog.sendAgain : submit}
      </Button>
    </div>
  );
}

function Audit({ audit }: { readonly audit: AuditPreview }) {
  const { dialog } = useText().payment;
  const { subject } = useWhoami();
  const { action, target, detail } = audit;
  return (
    <section className={classes['audit']}>
      <h3 className={classes['auditTitle']}>{dialog.audit}</h3>
      <dl className={classes['auditList']}>
        <dt>{dialog.auditWho}</dt>
        <dd>{subject}</dd>
        <dt>{dialog.auditAction}</dt>
        <dd>{action}</dd>
        {target === null ? null : (
          <>
            <dt>{dialog.auditTarget}</dt>
            <dd>{target}</dd>
          </>
        )}
        <dt>{dialog.auditDetail}</dt>
        <dd>{JSON.stringify({ ...detail, via: 'console' }, null, 1).replace(/\n */g, ' ')}</dd>
      </dl>
    </section>
  );
}
