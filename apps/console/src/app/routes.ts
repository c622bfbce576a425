import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { isLoggedOut } from '../api/failure.ts';
import type { SearchParams } from '../api/search.ts';
import { whoamiQuery } from '../api/session.ts';
import { CrashPage } from '../screens/errors/crash-page.tsx';
import { NotFoundPage } from '../screens/errors/not-found-page.tsx';
import { Shell } from '../shell/shell.tsx';
import { type PlainSearch, textParam } from './search-params.ts';

/** What routes need before they are shown. */
export interface RouteContext {
  readonly queries: QueryClient;
}

const root = createRootRouteWithContext<RouteContext>()({ errorComponent: CrashPage });

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search: Record<string, unknown>): { to?: string; error?: string } =>
    present({ to: textParam(search, 'to'), error: textParam(search, 'error') }),
  component: lazyRouteComponent(() => import('../screens/login/login-page.tsx'), 'LoginPage'),
});

/** Everything behind the log-in. A link from outside is opened after it. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queries.query({ ...whoamiQuery, staleTime: 'static' });
    } catch (error) {
      if (isLoggedOut(error)) {
        redirect({ to: '/login', search: { to: location.href }, throw: true });
      }
      throw error;
    }
  },
  component: Shell,
  notFoundComponent: NotFoundPage,
  errorComponent: CrashPage,
});

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: () => {
    redirect({ to: '/search', replace: true, throw: true });
  },
});

const search = createRoute({
  getParentRoute: () => inside,
  path: '/search',
  validateSearch: (raw: Record<string, unknown>): SearchParams =>
    present({
      q: textParam(raw, 'q'),
      amount: textParam(raw, 'amount'),
      createdFrom: textParam(raw, 'createdFrom'),
      createdBefore: textParam(raw, 'createdBefore'),
    }),
  component: lazyRouteComponent(() => import('../screens/search/search-page.tsx'), 'SearchPage'),
});

/** A list reads its filters itself (lists/list-search.ts): here they are texts. */
const plainSearch = (raw: Record<string, unknown>): PlainSearch =>
  Object.fromEntries(
    Object.keys(raw).flatMap((name) => {
      const value = textParam(raw, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );

const payments = createRoute({
  getParentRoute: () => inside,
  path: '/payments',
  validateSearch: plainSearch,
  component: lazyRouteComponent(
    () => import('../screens/payments/payments-page.tsx'),
    'PaymentsPage',
  ),
});

const payment = createRoute({
  getParentRoute: () => inside,
  path: '/payments/$uuid',
  validateSearch: plainSearch,
  component: lazyRouteComponent(() => import('../screens/payment/payment-page.tsx'), 'PaymentPage'),
});

const refunds = createRoute({
  getParentRoute: () => inside,
  path: '/refunds',
  validateSearch: plainSearch,
  component: lazyRouteComponent(() => import('../screens/refunds/refunds-page.tsx'), 'RefundsPage'),
});

const refund = createRoute({
  getParentRoute: () => inside,
  path: '/refunds/$uuid',
  component: lazyRouteComponent(() => import('../screens/refunds/refund-page.tsx'), 'RefundPage'),
});

const exceptions = createRoute({
  getParentRoute: () => inside,
  path: '/exceptions',
  validateSearch: plainSearch,
  component: lazyRouteComponent(
    () => import('../screens/exceptions/exceptions-page.tsx'),
    'ExceptionsPage',
  ),
});

const records = createRoute({
  getParentRoute: () => inside,
  path: '/records',
  validateSearch: plainSearch,
  component: lazyRouteComponent(() => import('../screens/records/records-page.tsx'), 'RecordsPage'),
});

const audit = createRoute({
  getParentRoute: () => inside,
  path: '/audit',
  validateSearch: plainSearch,
  component: lazyRouteComponent(() => import('../screens/audit/audit-page.tsx'), 'AuditPage'),
});

const stuck = createRoute({
  getParentRoute: () => inside,
  path: '/stuck',
  validateSearch: plainSearch,
  component: lazyRouteComponent(() => import('../screens/stuck/stuck-page.tsx'), 'StuckPage'),
});

const selection = createRoute({
  getParentRoute: () => inside,
  path: '/stuck/$selection',
  component: lazyRouteComponent(
    () => import('../screens/stuck/selection-page.tsx'),
    'SelectionPage',
  ),
});

const sessions = createRoute({
  getParentRoute: () => inside,
  path: '/sessions',
  validateSearch: plainSearch,
  component: lazyRouteComponent(
    () => import('../screens/sessions/sessions-page.tsx'),
    'SessionsPage',
  ),
});

const endpoints = createRoute({
  getParentRoute: () => inside,
  path: '/endpoints',
  validateSearch: plainSearch,
  component: lazyRouteComponent(
    () => import('../screens/notify/endpoints-page.tsx'),
    'EndpointsPage',
  ),
});

const endpoint = createRoute({
  getParentRoute: () => inside,
  path: '/endpoints/$uuid',
  component: lazyRouteComponent(
    () => import('../screens/notify/endpoint-page.tsx'),
    'EndpointPage',
  ),
});

const deliveries = createRoute({
  getParentRoute: () => inside,
  path: '/deliveries',
  validateSearch: plainSearch,
  component: lazyRouteComponent(
    () => import('../screens/notify/deliveries-page.tsx'),
    'DeliveriesPage',
  ),
});

const delivery = createRoute({
  getParentRoute: () => inside,
  path: '/deliveries/$uuid',
  component: lazyRouteComponent(
    () => import('../screens/notify/delivery-page.tsx'),
    'DeliveryPage',
  ),
});

/** Inside the shell, so that a wrong address leaves the navigation where it is. */
const notFound = createRoute({ getParentRoute: () => inside, path: '$', component: NotFoundPage });

export const routeTree = root.addChildren([
  login,
  inside.addChildren([
    ...[home, search, payments, payment, refunds, refund, exceptions, records, audit],
    ...[stuck, selection, endpoints, endpoint, deliveries, delivery, sessions, notFound],
  ]),
]);

/** Without what is undefined. */
function present<T extends object>(fields: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]?: Exclude<T[Name], undefined>;
  };
}
