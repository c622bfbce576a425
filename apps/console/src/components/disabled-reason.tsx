import { Tooltip } from '@mantine/core';
import { cloneElement, type ReactElement } from 'react';
import { ROLES_OF } from '../api/permission-roles.ts';
import { type Permission, useWhoami } from '../api/use-session.ts';
import { useText } from '../i18n/use-text.ts';

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
    return text.permission.needs(ROLES_OF[permission].map((role) => text.role[role]).join(', '));
  }
}
