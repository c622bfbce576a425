import { useEffect, useEffectEvent } from 'react';
import { usePreference } from '../app/preference.ts';
import { NO_SEQUENCE, pressKey } from './sequence.ts';

/** What each shortcut does: `{ 'g p': () => … }`. */
export type Shortcuts = Readonly<Record<string, () => void>>;

const TYPED = 'input, textarea, select, [contenteditable], [role="menu"], [role="listbox"]';

/** Whether single keys are shortcuts (WCAG 2.1.4: a person can switch them off). */
export function useShortcutsOn(): boolean {
  return usePreference('shortcuts') !== 'off';
}

/**
 * Binds keys while the component is shown. They do nothing in fields, in dialogs and while a person has switched
 * shortcuts off.
 */
export function useShortcuts(shortcuts: Shortcuts): void {
  const isOn = useShortcutsOn();
  const run = useEffectEvent((shortcut: string): boolean => {
    const action = Object.hasOwn(shortcuts, shortcut) ? shortcuts[shortcut] : undefined;
    action?.();
    return action !== undefined;
  });
  useEffect(() => {
    if (!isOn) return undefined;
    let sequence = NO_SEQUENCE;
    const onKey = (event: KeyboardEvent) => {
      const { shortcut, next } = pressKey(sequence, {
        key: event.key,
        atMs: event.timeStamp,
        isModified: event.ctrlKey || event.altKey || event.metaKey,
        isTyping: isTyping(event.target),
      });
      sequence = next;
      if (shortcut !== null && run(shortcut)) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [isOn]);
}

function isTyping(target: EventTarget | null): boolean {
  if (document.querySelector('[role="dialog"][aria-modal="true"]') !== null) return true;
  return target instanceof Element && target.closest(TYPED) !== null;
}
