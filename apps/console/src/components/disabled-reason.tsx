import { Tooltip } from '@mantine/core';
import type { Whoami } from '@payserver/client';
import { cloneElement, type ReactElement } from 'react';
import { type Permission, useWhoami } from '../api/use-session.ts';
import { useText, wordOf } from '../i18n/use-text.ts';

/** The roles that have a permission, as the API grants them; only the explanation uses it. */
const ROLES_OF: Readonly<Partial<Record<Permission, readonly Whoami['role'][]>>> = {
  pay: ['merchant', 'admin'],
  refund: ['merchant', 'support', 'operate', 'admin'],
  close: ['merchant', 'support', 'operate', 'admin'],
  ask: ['merchant', 'support', 'operate', 'admin'],
  settle: ['operate', 'admin'],
  resolve: ['operate', 'admin'],
  reverse: ['operate', 'admin'],
  bulk: ['operate', 'admin'],
  sessions: ['admin'],
  audit: ['view', 'support', 'operate', 'admin'],
};

interface DisabledReasonProps {
  readonly permission: Permission;
  /** why it cannot be done now, by anybody; null when it can */
  readonly reason?: string | null;
  /** one button */
  readonly children: ReactElement<{
    'data-disabled'?: boolean;
    'aria-disabled'?: boolean;
    onClick?: (event: { preventDefault(): void }) => void;
  }>;
}

/**
 * A button that is off says why, to the mouse, the keyboard and a screen reader: it stays focusable
 * (`aria-disabled`), its click does nothing.
 */
export function DisabledReason({ permission, reason = null, children }: DisabledReasonProps) {
  const text = useText();
  const { permissions } = useWhoami();
  const why = permissions.includes(permission) ? reason : needs();
  if (why === null) return children;
  return (
    <Tooltip label={why} multiline maw={280}>
      {cloneElement(children, {
        'data-disabled': true,
        'aria-disabled': true,
        onClick: (event) => event.preventDefault(),
      })}
    </Tooltip>
  );

  function needs(): string {
    const roles = ROLES_OF[permission] ?? [];
    return text.permission.needs(roles.map((role) => wordOf(text.role, role)).join(', '));
  }
}
