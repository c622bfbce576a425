import { ActionIcon, Drawer } from '@mantine/core';
import { IconLayoutSidebar, IconMenu2 } from '@tabler/icons-react';
import { useIsFetching, useQueryClient } from '@tanstack/react-query';
import { Outlet, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { usePreference, writePreference } from '../app/preference.ts';
import { useIsRoomy } from '../app/use-width.ts';
import { useText } from '../i18n/use-text.ts';
import { useShortcuts } from '../keys/use-shortcuts.ts';
import { refresh } from '../lists/use-list.ts';
import header from './header.module.css';
import { HelpDialog } from './help-dialog.tsx';
import { NAV_ITEMS } from './nav-items.ts';
import { SearchBox } from './search-box.tsx';
import classes from './shell.module.css';
import { Brand, Sidebar } from './sidebar.tsx';
import { UserMenu } from './user-menu.tsx';

/** What stands around every page behind the log-in. */
export function Shell() {
  const text = useText();
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const [isDrawerOpen, setIsDrawerOpen] = useState(false);
  const isRoomy = useIsRoomy();
  const isCollapsed =
    (usePreference('sidebar') ?? (isRoomy ? 'open' : 'collapsed')) === 'collapsed';
  useGlobalKeys(() => setIsHelpOpen(true));
  return (
    <div className={classes['shell']} data-collapsed={isCollapsed || undefined}>
      <a className={classes['skip']} href="#content" onClick={skipToContent}>
        {text.app.skip}
      </a>
      <aside className={classes['side']}>
        <Sidebar isCollapsed={isCollapsed} />
      </aside>
      <div className={classes['main']}>
        <header className={header['header']}>
          <ActionIcon
            className={header['burger'] ?? ''}
            size={34}
            aria-label={text.app.openMenu}
            onClick={() => setIsDrawerOpen(true)}
          >
            <IconMenu2 size={18} />
          </ActionIcon>
          <ActionIcon
            className={header['collapse'] ?? ''}
            aria-label={isCollapsed ? text.app.expand : text.app.collapse}
            onClick={() => writePreference('sidebar', isCollapsed ? 'open' : 'collapsed')}
          >
            <IconLayoutSidebar size={17} />
          </ActionIcon>
          <SearchBox />
          <div className={header['spacer']} />
          <UserMenu onHelp={() => setIsHelpOpen(true)} />
        </header>
        <Progress />
        <main id="content" tabIndex={-1} className={classes['content']}>
          <Outlet />
        </main>
      </div>
      <Drawer
        opened={isDrawerOpen}
        onClose={() => setIsDrawerOpen(false)}
        size={264}
        padding="sm"
        styles={{ body: { padding: 0 } }}
        title={<Brand />}
        closeButtonProps={{ 'aria-label': text.app.closeMenu }}
      >
        <Sidebar isDrawer isCollapsed={false} onNavigate={() => setIsDrawerOpen(false)} />
      </Drawer>
      <HelpDialog isOpen={isHelpOpen} onClose={() => setIsHelpOpen(false)} />
    </div>
  );
}

/** A quiet line below the header while anything is loaded. */
function Progress() {
  const isBusy = useIsFetching() > 0;
  return <div className={classes['progress']} data-busy={isBusy || undefined} aria-hidden="true" />;
}

/** `#content` would be resolved against the page's `<base>` and leave the page. */
function skipToContent(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}

function useGlobalKeys(onHelp: () => void): void {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const goTo = NAV_ITEMS.flatMap(({ key, to }) =>
    key === null ? [] : [[`g ${key}`, () => void navigate({ to })] as const],
  );
  useShortcuts({
    ...Object.fromEntries(goTo),
    r: () => void refresh(queries),
    '?': onHelp,
  });
}
