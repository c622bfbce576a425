import { Popover, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconChevronDown, IconDevices, IconKeyboard, IconLogout } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useWhoami } from '../api/use-session.ts';
import { Time } from '../components/time.tsx';
import { useText } from '../i18n/use-text.ts';
import classes from './header.module.css';
import { Settings } from './settings.tsx';
import { useLogOut } from './use-log-out.ts';
import rows from './user-menu.module.css';

interface UserMenuProps {
  readonly onHelp: () => void;
}

/** Who is logged in, how the console is shown, and the way out. */
export function UserMenu({ onHelp }: UserMenuProps) {
  const text = useText();
  const { subject } = useWhoami();
  const [isOpen, setIsOpen] = useState(false);
  const close = () => setIsOpen(false);
  return (
    <Popover opened={isOpen} onChange={setIsOpen} position="bottom-end" width={288} trapFocus>
      <Popover.Target>
        <UnstyledButton
          className={classes['userButton'] ?? ''}
          onClick={() => setIsOpen((before) => !before)}
        >
          <VisuallyHidden>{text.user.menu}</VisuallyHidden>
          <span className={classes['avatar']} aria-hidden="true">
            {Array.from(subject)[0]?.toUpperCase()}
          </span>
          <span className={classes['userName']}>{subject}</span>
          <IconChevronDown className={classes['chevron']} size={14} aria-hidden="true" />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={text.user.menu}>
        <Who />
        <Settings />
        <div className={rows['block']}>
          <Link to="/sessions" className={rows['row']} onClick={close}>
            <IconDevices size={16} aria-hidden="true" />
            {text.user.sessions}
          </Link>
          <button
            type="button"
            className={rows['row']}
            onClick={() => {
              close();
              onHelp();
            }}
          >
            <IconKeyboard size={16} aria-hidden="true" />
            {text.user.shortcutsHelp}
          </button>
          <LogOut />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function Who() {
  const text = useText();
  const { subject, role, scope, merchantUUID, session, gateway } = useWhoami();
  return (
    <div className={rows['block']}>
      <div className={classes['who']}>
        <p className={classes['whoName']}>{subject}</p>
        <p className={classes['whoFact']}>
          {text.role[role]} · {scope === 'all' ? text.user.allMerchants : merchantUUID}
        </p>
        {session === null ? null : (
          <p className={classes['whoFact']}>
            {text.user.endsAt} <Time at={session.expiresAt} />
          </p>
        )}
        <p className={classes['whoFact']}>
          {text.user.version(gateway.version)} · {gateway.timeZone}
        </p>
      </div>
    </div>
  );
}

function LogOut() {
  const text = useText();
  const logOutNow = useLogOut();
  return (
    <button type="button" className={rows['row']} onClick={logOutNow}>
      <IconLogout size={16} aria-hidden="true" />
      {text.user.logOut}
    </button>
  );
}
