import { QueryCache, QueryClient } from '@tanstack/react-query';
import { isFinal, isLoggedOut } from './failure.ts';

const RETRIES = 2;

/**
 * The cache of what the API answered. Refusals are not asked for again, lost connections twice.
 *
 * @param onLoggedOut is called when a call finds that the session has ended
 */
export function createQueryCache(onLoggedOut: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (isLoggedOut(error)) onLoggedOut();
      },
    }),
    defaultOptions: {
      queries: {
        retry: (count, error) => count < RETRIES && !isFinal(error),
        staleTime: 5_000,
        refetchOnWindowFocus: true,
      },
      // A money action is sent once: whether it arrived is asked, never guessed.
      mutations: { retry: false },
    },
  });
}
