import './theme/mantine-styles.ts';
import './theme/global.css';
import { createRoot } from 'react-dom/client';
import { createQueryCache } from './api/query-client.ts';
import { whoamiQuery } from './api/session.ts';
import { App } from './app/app.tsx';
import { captureOneTimeCode } from './app/one-time-code.ts';
import { createConsoleRouter } from './app/router.ts';

captureOneTimeCode();
// A link that is opened where the console is open already does not load it again.
addEventListener('hashchange', captureOneTimeCode);
const queries = createQueryCache(() => {
  const { pathname, href } = router.state.location;
  // Whoever has not been inside has lost no session: the route leads to the log-in by itself.
  if (pathname.endsWith('/login') || queries.getQueryData(whoamiQuery.queryKey) === undefined)
    return;
  void router.navigate({ to: '/login', search: { to: href, error: 'ended' } });
});
const router = createConsoleRouter(queries);

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App queries={queries} router={router} />);
