import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { isLoggedOut } from '../../api/failure.ts';
import { ErrorNote } from '../../components/error-state.tsx';
import { useText } from '../../i18n/use-text.ts';
import classes from './login.module.css';
import type { LogInBy } from './use-log-in.ts';

interface LoginNoteProps {
  readonly error: unknown;
  readonly by: LogInBy | null;
  /** why the page was opened: `ended`, `oidc`, or null */
  readonly reason: string | null;
}

/** Why one has to log in, or could not. */
export function LoginNote({ error, by, reason }: LoginNoteProps) {
  const text = useText();
  if (error !== null && error !== undefined) {
    if (!isLoggedOut(error)) return <ErrorNote error={error} />;
    const isLink = by !== null && 'code' in by;
    return (
      <Note
        isBad
        title={isLink ? text.login.linkUsed : text.login.refused}
        help={isLink ? text.login.linkUsedHelp : text.login.refusedHelp}
      />
    );
  }
  if (reason === 'ended') return <Note title={text.login.ended} />;
  return reason === 'oidc' ? <Note isBad title={text.login.oidcFailed} /> : null;
}

interface NoteProps {
  readonly title: string;
  readonly help?: string;
  readonly isBad?: boolean;
}

function Note({ title, help, isBad = false }: NoteProps) {
  const Icon = isBad ? IconAlertTriangle : IconInfoCircle;
  return (
    <div
      className={classes['note']}
      data-tone={isBad ? 'bad' : 'info'}
      role={isBad ? 'alert' : 'status'}
    >
      <Icon size={16} aria-hidden="true" />
      <div>
        <strong>{title}</strong>
        {help === undefined ? null : <p>{help}</p>}
      </div>
    </div>
  );
}
