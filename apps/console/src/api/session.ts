import { queryOptions } from '@tanstack/react-query';
import { answerOf, callConsole, pendingApi } from './client.ts';
import type { ConsoleOptions, Whoami } from './pending-types.ts';

/** Who is logged in, what they may do, and the gateway's facts. Fails with 401 without a session. */
export const whoamiQuery = queryOptions({
  queryKey: ['whoami'],
  queryFn: async ({ signal }) => await answerOf(pendingApi.GET('/whoami', { signal })),
  staleTime: 60_000,
});

/** What the log-in page offers. */
export const optionsQuery = queryOptions({
  queryKey: ['console-options'],
  queryFn: async () => await callConsole<ConsoleOptions>('options'),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Opens a session: a token that was pasted, or the code of a one-time link. */
export async function logIn(by: { token: string } | { code: string }): Promise<Whoami> {
  return await callConsole<Whoami>('login', by);
}

/** Ends the session on the server too. */
export async function logOut(): Promise<void> {
  await callConsole<null>('logout', {});
}
