import {
  IconAlertCircle,
  IconArrowBackUp,
  IconClockExclamation,
  IconCreditCard,
  IconHistory,
  IconMailForward,
  IconSearch,
  IconShieldCheck,
  IconWebhook,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Permission } from '../api/use-session.ts';
import type { Text } from '../i18n/en.ts';

export interface NavItem {
  readonly to:
    | '/search'
    | '/payments'
    | '/refunds'
    | '/stuck'
    | '/exceptions'
    | '/records'
    | '/endpoints'
    | '/deliveries'
    | '/audit';
  readonly label: (text: Text) => string;
  readonly icon: ComponentType<{ size: number; stroke: number }>;
  /** the second key after `g` */
  readonly key: string | null;
  /** shown to those who have it */
  readonly permission: Permission | null;
}

export interface NavGroup {
  readonly label: ((text: Text) => string) | null;
  readonly items: readonly NavItem[];
}

/** What the sidebar shows, in its order. */
export const NAV: readonly NavGroup[] = [
  {
    label: null,
    items: [
      { to: '/search', label: (t) => t.nav.search, icon: IconSearch, key: 's', permission: null },
    ],
  },
  {
    label: (t) => t.nav.groupMoney,
    items: [
      {
        to: '/payments',
        label: (t) => t.nav.payments,
        icon: IconCreditCard,
        key: 'p',
        permission: null,
      },
      {
        to: '/refunds',
        label: (t) => t.nav.refunds,
        icon: IconArrowBackUp,
        key: 'r',
        permission: null,
      },
    ],
  },
  {
    label: (t) => t.nav.groupAttention,
    items: [
      {
        to: '/stuck',
        label: (t) => t.nav.stuck,
        icon: IconClockExclamation,
        key: 'n',
        permission: null,
      },
      {
        to: '/exceptions',
        label: (t) => t.nav.exceptions,
        icon: IconAlertCircle,
        key: 'e',
        permission: null,
      },
    ],
  },
  {
    label: (t) => t.nav.groupNotify,
    items: [
      {
        to: '/endpoints',
        label: (t) => t.nav.endpoints,
        icon: IconWebhook,
        key: 'w',
        permission: null,
      },
      {
        to: '/deliveries',
        label: (t) => t.nav.deliveries,
        icon: IconMailForward,
        key: 'm',
        permission: null,
      },
    ],
  },
  {
    label: (t) => t.nav.groupTrace,
    items: [
      {
        to: '/records',
        label: (t) => t.nav.records,
        icon: IconHistory,
        key: 't',
        permission: null,
      },
      {
        to: '/audit',
        label: (t) => t.nav.audit,
        icon: IconShieldCheck,
        key: 'a',
        permission: 'audit',
      },
    ],
  },
];

/** Every item, in the order of the sidebar. */
export const NAV_ITEMS: readonly NavItem[] = NAV.flatMap(({ items }) => items);
