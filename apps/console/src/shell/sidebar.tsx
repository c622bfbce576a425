import { Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useWhoami } from '../api/use-session.ts';
import { useText } from '../i18n/use-text.ts';
import { Logo } from './logo.tsx';
import { NAV, type NavItem } from './nav-items.ts';
import classes from './sidebar.module.css';

const ICON = { size: 17, stroke: 1.7 };

interface SidebarProps {
  /** shows icons only */
  readonly isCollapsed: boolean;
  /** has a title of its own */
  readonly isDrawer?: boolean;
  readonly onNavigate?: () => void;
}

/** The mark and the name. */
export function Brand() {
  const text = useText();
  return (
    <span className={classes['brand']}>
      <Logo size={22} />
      {text.app.name}
    </span>
  );
}

/** The main navigation. */
export function Sidebar({ isCollapsed, isDrawer = false, onNavigate }: SidebarProps) {
  const text = useText();
  const { permissions } = useWhoami();
  const groups = NAV.map(({ label, items }) => ({
    label,
    items: items.filter(
      ({ permission }) => permission === null || permissions.includes(permission),
    ),
  }));
  return (
    <nav
      className={classes['nav']}
      aria-label={text.app.navigation}
      data-collapsed={isCollapsed || undefined}
    >
      {isDrawer ? null : isCollapsed ? (
        <span className={classes['brand']}>
          <Logo size={22} />
        </span>
      ) : (
        <Brand />
      )}
      {groups.map(({ label, items }) => (
        <div key={items[0]?.to} className={classes['group']}>
          {label === null || isCollapsed ? null : (
            <p className={classes['heading']}>{label(text)}</p>
          )}
          <ul className={classes['list']}>
            {items.map((item) => (
              <li key={item.to}>
                <NavLink item={item} isCollapsed={isCollapsed} onNavigate={onNavigate} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

interface NavLinkProps {
  readonly item: NavItem;
  readonly isCollapsed: boolean;
  readonly onNavigate: (() => void) | undefined;
}

function NavLink({ item, isCollapsed, onNavigate }: NavLinkProps) {
  const text = useText();
  const { icon: Icon, to } = item;
  const label = item.label(text);
  return (
    <Tooltip label={label} position="right" disabled={!isCollapsed}>
      <Link
        to={to}
        className={classes['link']}
        {...(isCollapsed ? { 'aria-label': label } : {})}
        {...(onNavigate === undefined ? {} : { onClick: onNavigate })}
      >
        <Icon {...ICON} />
        {isCollapsed ? null : <span className={classes['label']}>{label}</span>}
      </Link>
    </Tooltip>
  );
}
