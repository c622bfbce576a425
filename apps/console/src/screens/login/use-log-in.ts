import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';
import { logIn, whoamiQuery } from '../../api/session.ts';
import { takeOneTimeCode } from '../../app/one-time-code.ts';
import { consoleBase } from '../../app/page-meta.ts';
import { safeReturn } from '../../app/search-params.ts';

/** How a person logs in here. */
export type LogInBy = { token: string } | { code: string };

/** Logs in, and then opens the page that was asked for. A one-time link logs in by itself. */
export function useLogIn() {
  const queries = useQueryClient();
  const router = useRouter();
  const { to } = useSearch({ from: '/login' });
  const mutation = useMutation({
    mutationFn: async (by: LogInBy) => await logIn(by),
    onSuccess: (whoami) => {
      queries.clear();
      queries.setQueryData(whoamiQuery.queryKey, whoami);
      router.history.replace(`${consoleBase()}${safeReturn(to)}`);
    },
  });
  const { mutate } = mutation;
  const begin = useEffectEvent(() => {
    const code = takeOneTimeCode();
    if (code !== null) mutate({ code });
  });
  useEffect(() => {
    begin();
    const onHash = () => begin();
    addEventListener('hashchange', onHash);
    return () => removeEventListener('hashchange', onHash);
  }, []);
  const isByLink = mutation.variables !== undefined && 'code' in mutation.variables;
  return { ...mutation, isByLink };
}
