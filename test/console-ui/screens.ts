import type { ConsoleShop } from '../support/console-shop.ts';

type Paths = Readonly<Record<string, (shop: ConsoleShop) => string>>;

/** Every screen of the console, by the path below `/console`. */
export const SCREENS: Paths = {
  home: () => '/',
  'a search by the start of a number': () => '/search?q=20261128-',
  'a search that finds nothing': () => '/search?q=no-such-number',
  payments: () => '/payments',
  'a paid payment': ({ orders }) => `/payments/${orders.paid.uuid}`,
  'an open payment': ({ orders }) => `/payments/${orders.open.uuid}`,
  refunds: () => '/refunds',
  exceptions: () => '/exceptions',
  records: () => '/records',
  audit: () => '/audit',
  stuck: () => '/stuck',
  endpoints: () => '/endpoints',
  'an endpoint': ({ notices }) => `/endpoints/${notices.endpoint}`,
  messages: () => '/deliveries',
  'a message': ({ delivery }) => `/deliveries/${delivery}`,
  sessions: () => '/sessions',
};

/** More states of them. */
export const STATES: Paths = {
  'payments, filtered': () => '/payments?status=paying&needsReview=1',
  'a partly refunded payment': ({ orders }) => `/payments/${orders.partRefunded.uuid}`,
  'a payment whose refund runs': ({ orders }) => `/payments/${orders.refunding.uuid}`,
  'a failed payment': ({ orders }) => `/payments/${orders.failed.uuid}`,
  'a payment in review': ({ orders }) => `/payments/${orders.inReview.uuid}`,
  'a payment settled by hand': ({ orders }) => `/payments/${orders.settled.uuid}`,
  'a contradicted payment': ({ orders }) => `/payments/${orders.late.uuid}`,
  'a payment whose money goes back': ({ orders }) => `/payments/${orders.reversing.uuid}`,
  'an endpoint that is off': ({ notices }) => `/endpoints/${notices.off}`,
  'messages, filtered': ({ notices }) => `/deliveries?notifyEndpointUUID=${notices.off}`,
  'a refund': ({ refunds }) => `/refunds/${refunds.part.uuid}`,
};
