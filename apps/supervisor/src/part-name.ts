import type { ProviderName } from '@payserver/shared/store/brought-connectors';

/** The programs that a gateway consists of, beside its database. */
export type PartName =
  | 'api'
  | 'worker'
  | 'sandbox'
  | 'accounts'
  | ProviderName
  | `${ProviderName}-stub`;
