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
  const options = useQuery(optionsQuery);
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
          <>
            {options.error === null ? null : (
              <ErrorState error={options.error} onRetry={() => void options.refetch()} />
            )}
            <OidcLogin label={options.data?.oidc?.label ?? null} />
            <TokenForm isBusy={logIn.isPending} onSubmit={(token) => logIn.mutate({ token })} />
            <LoginHelp hasLinks={options.data?.links ?? false} />
          </>
        )}
      </div>
      <footer className={classes['foot']}>
        <LanguageSwitch />
        {options.data === undefined ? null : <span>{text.user.version(options.data.version)}</span>}
      </footer>
    </main>
  );
}
