import { Button } from '@mantine/core';
import { IconBug } from '@tabler/icons-react';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { ApiFailure } from '../../api/failure.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { useText } from '../../i18n/use-text.ts';
import classes from './errors.module.css';

/** What browsers say when a part of the console is gone: a newer one was installed since the page was opened. */
const GONE = /dynamically imported module|module script failed/i;

/** A page that could not be shown: the API's answer, or a mistake of ours. */
export function CrashPage({ error, reset }: ErrorComponentProps) {
  const text = useText();
  if (error instanceof ApiFailure) {
    return (
      <div className={classes['middle']}>
        <ErrorState error={error} onRetry={reset} />
      </div>
    );
  }
  const message = error instanceof Error ? error.message : String(error);
  const isOld = GONE.test(message);
  return (
    <div className={classes['middle']} role="alert">
      <EmptyState
        icon={<IconBug size={20} />}
        title={isOld ? text.app.newVersion : text.errors.crashed}
      >
        <p>{isOld ? null : text.errors.crashedHelp}</p>
        <p>
          <code>{message}</code>
        </p>
        <Button variant="default" onClick={() => location.reload()}>
          {text.app.reload}
        </Button>
      </EmptyState>
    </div>
  );
}
