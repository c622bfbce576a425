import './theme/mantine-styles.ts';
import './theme/global.css';
import { createRoot } from 'react-dom/client';
import { createQueryCache } from './api/query-client.ts';
import { App } from './app/app.tsx';
import { captureOneTimeCode } from './app/one-time-code.ts';
import { createConsoleRouter } from './app/router.ts';

captureOneTimeCode();
const queries = createQueryCache(() => {
  const { pathname, href } = router.state.location;
  if (pathname.endsWith('/login')) return;
  void router.navigate({ to: '/login', search: { to: href, error: 'ended' } });
});
const router = createConsoleRouter(queries);

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App queries={queries} router={router} />);
