import type { Whoami } from '@payserver/client';
import { queryOptions } from '@tanstack/react-query';
import { answerOf, api, callConsole } from './client.ts';

/** What the log-in page shows; a route of the console, no part of the API. */
export interface ConsoleOptions {
  readonly version: string;
  readonly timeZone: string;
  readonly oidc: null | { readonly label: string };
  readonly links: boolean;
  readonly prefix: string;
}

/** Who is logged in, what they may do, and the gateway's facts. Fails with 401 without a session. */
export const whoamiQuery = queryOptions({
  queryKey: ['whoami'],
  queryFn: async ({ signal }) => await answerOf(api.GET('/whoami', { signal })),
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
