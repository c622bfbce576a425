import { useSyncExternalStore } from 'react';

/** Names of what a person chose for this browser. */
type PreferenceName = 'language' | 'shortcuts' | 'sidebar';

const listeners = new Set<() => void>();
/** For browsers that refuse storage. */
const memory = new Map<string, string>();

/** What was chosen, null before. */
function readPreference(name: PreferenceName): string | null {
  try {
    return localStorage.getItem(`payserver-${name}`) ?? memory.get(name) ?? null;
  } catch {
    return memory.get(name) ?? null;
  }
}

/** Stores a choice; every component that uses it shows it. */
export function writePreference(name: PreferenceName, value: string): void {
  memory.set(name, value);
  try {
    localStorage.setItem(`payserver-${name}`, value);
  } catch {
    // A browser that stores nothing has it until the page is closed.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What was chosen, and what is chosen later. */
export function usePreference(name: PreferenceName): string | null {
  return useSyncExternalStore(subscribe, () => readPreference(name));
}
