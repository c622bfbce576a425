import { Button } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { consoleBase } from '../../app/page-meta.ts';
import { safeReturn } from '../../app/search-params.ts';
import { useText } from '../../i18n/use-text.ts';
import classes from './login.module.css';

/** The way to the log-in provider, when the gateway has one. */
export function OidcLogin({ label }: { readonly label: string | null }) {
  const text = useText();
  const { to } = useSearch({ from: '/login' });
  if (label === null) return null;
  const start = new URLSearchParams({ to: safeReturn(to) });
  return (
    <>
      <Button
        component="a"
        href={`${consoleBase()}/oidc/start?${start.toString()}`}
        size="md"
        variant="default"
        fullWidth
      >
        {text.login.oidc(label)}
      </Button>
      <p className={classes['or']}>
        <span>{text.login.or}</span>
      </p>
    </>
  );
}
