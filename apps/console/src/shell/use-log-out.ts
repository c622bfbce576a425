import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { logOut } from '../api/session.ts';

/** Ends the session and forgets everything that was loaded. */
export function useLogOut(): () => void {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return () => {
    // A session that has ended already is a log-out too.
    void logOut()
      .catch(() => null)
      .then(async () => {
        await navigate({ to: '/login', search: {} });
        queries.clear();
      });
  };
}
