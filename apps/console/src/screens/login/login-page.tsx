import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { optionsQuery } from '../../api/session.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { useTitle } from '../../components/page.tsx';
import { useText } from '../../i18n/use-text.ts';
import { Logo } from '../../shell/logo.tsx';
import { LanguageSwitch } from '../../shell/settings.tsx';
import classes from './login.module.css';
import { LoginHelp } from './login-help.tsx';
import { LoginNote } from './login-note.tsx';
import { OidcLogin } from './oidc-login.tsx';
import { TokenForm } from './token-form.tsx';
import { useLogIn } from './use-log-in.ts';

/** Opens a session: by a token, by a one-time link, or at a provider when there is one. */
export function LoginPage() {
  const text = useText();
  useTitle(text.login.title);
  const { error } = useSearch({ from: '/login' });
  const logIn = useLogIn();
  return (
    <main className={classes['page']}>
      <div className={classes['card']}>
        <div className={classes['head']}>
          <Logo size={36} />
          <h1 className={classes['title']}>{text.app.name}</h1>
          <p className={classes['lead']}>{text.login.lead}</p>
        </div>
        <LoginNote error={logIn.error} by={logIn.variables ?? null} reason={error ?? null} />
        {logIn.isByLink && logIn.isPending ? (
          <p role="status">{text.login.linkBusy}</p>
        ) : (
          <Ways isBusy={logIn.isPending} onToken={(token) => logIn.mutate({ token })} />
        )}
      </div>
      <footer className={classes['foot']}>
        <LanguageSwitch />
        <Version />
      </footer>
    </main>
  );
}

interface WaysProps {
  readonly isBusy: boolean;
  readonly onToken: (token: string) => void;
}

/** The ways in that this gateway has. */
function Ways({ isBusy, onToken }: WaysProps) {
  const { data, error, refetch } = useQuery(optionsQuery);
  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <OidcLogin label={data?.oidc?.label ?? null} />
      <TokenForm isBusy={isBusy} onSubmit={onToken} />
      <LoginHelp hasLinks={data?.links ?? false} />
    </>
  );
}

function Version() {
  const text = useText();
  const { data } = useQuery(optionsQuery);
  return data === undefined ? null : <span>{text.user.version(data.version)}</span>;
}
