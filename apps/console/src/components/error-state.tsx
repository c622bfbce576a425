import { Button } from '@mantine/core';
import { IconAlertTriangle, IconPlugConnectedX } from '@tabler/icons-react';
import { ApiFailure } from '../api/failure.ts';
import { useText } from '../i18n/use-text.ts';
import { CopyButton } from './copy-button.tsx';
import classes from './states.module.css';

interface ErrorStateProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** A page or list that could not be loaded: what the API said, its code, and the request's id to copy. */
export function ErrorState({ error, onRetry }: ErrorStateProps) {
  const text = useText();
  const isLost = isUnreachable(error);
  return (
    <div className={classes['state']} role="alert">
      <span className={classes['icon']} data-tone="bad" aria-hidden="true">
        {isLost ? <IconPlugConnectedX size={20} /> : <IconAlertTriangle size={20} />}
      </span>
      <p className={classes['title']}>{isLost ? text.errors.unreachable : text.errors.title}</p>
      <p className={classes['message']}>{messageOf(error, text.errors.unreachableHelp)}</p>
      <FailureFacts error={error} />
      {onRetry === undefined ? null : (
        <div className={classes['actions']}>
          <Button variant="default" onClick={onRetry}>
            {text.common.retry}
          </Button>
        </div>
      )}
    </div>
  );
}

/** The same in a form or dialog: what was asked for was refused, or nobody knows. */
export function ErrorNote({ error, title }: { readonly error: unknown; readonly title?: string }) {
  const text = useText();
  return (
    <div className={classes['inline']} role="alert">
      <span className={classes['inlineIcon']} aria-hidden="true">
        <IconAlertTriangle size={16} />
      </span>
      <div>
        <p>
          <strong>{title ?? text.errors.failed}</strong>
        </p>
        <p>{messageOf(error, text.errors.unreachable)}</p>
        <FailureFacts error={error} />
      </div>
    </div>
  );
}

function isUnreachable(error: unknown): boolean {
  return error instanceof ApiFailure && error.status === 0;
}

function messageOf(error: unknown, unreachable: string): string {
  if (isUnreachable(error)) return unreachable;
  return error instanceof Error ? error.message : String(error);
}

function FailureFacts({ error }: { readonly error: unknown }) {
  const text = useText();
  if (!(error instanceof ApiFailure) || error.status === 0) return null;
  return (
    <p className={classes['facts']}>
      <span className={classes['fact']}>
        {text.errors.code} <code>{error.code === 0 ? error.status : error.code}</code>
      </span>
      {error.requestId === '' ? null : (
        <span className={classes['fact']}>
          {text.errors.requestId} <code>{error.requestId}</code>
          <CopyButton value={error.requestId} of={text.errors.requestId} />
        </span>
      )}
    </p>
  );
}
