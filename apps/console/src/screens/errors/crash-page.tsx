import { Button } from '@mantine/core';
import { IconBug } from '@tabler/icons-react';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { ApiFailure } from '../../api/failure.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { useText } from '../../i18n/use-text.ts';
import classes from './errors.module.css';

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
  return (
    <div className={classes['middle']} role="alert">
      <EmptyState icon={<IconBug size={20} />} title={text.errors.crashed}>
        <p>{text.errors.crashedHelp}</p>
        <p>
          <code>{error instanceof Error ? error.message : String(error)}</code>
        </p>
        <Button variant="default" onClick={() => location.reload()}>
          {text.app.reload}
        </Button>
      </EmptyState>
    </div>
  );
}
