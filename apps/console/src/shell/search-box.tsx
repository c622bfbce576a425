import { Kbd } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useText } from '../i18n/use-text.ts';
import { useShortcuts } from '../keys/use-shortcuts.ts';
import classes from './header.module.css';

/** The longest number that the API takes. */
const MAX_LENGTH = 128;

/** The box that finds any number; `/` and Ctrl-K lead to it from anywhere. */
export function SearchBox() {
  const text = useText();
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const { q } = useSearch({ strict: false });
  const focus = () => {
    input.current?.focus();
    input.current?.select();
  };
  useShortcuts({ '/': focus });
  useCtrlK(focus);
  useEffect(() => {
    if (input.current !== null) input.current.value = q ?? '';
  }, [q]);
  return (
    <search className={classes['search']}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const value = input.current?.value.trim() ?? '';
          void navigate({ to: '/search', search: value === '' ? {} : { q: value } });
        }}
      >
        <IconSearch className={classes['searchIcon']} size={15} aria-hidden="true" />
        <input
          ref={input}
          type="search"
          className={classes['searchInput']}
          aria-label={text.search.label}
          placeholder={text.search.short}
          defaultValue={q ?? ''}
          maxLength={MAX_LENGTH}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
        />
        <Kbd className={classes['searchKey']} aria-hidden="true">
          /
        </Kbd>
      </form>
    </search>
  );
}

/** Ctrl-K and Cmd-K work in fields as well: they are no letters. */
function useCtrlK(onPress: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        onPress();
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });
}
