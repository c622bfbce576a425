import { useEffect, useRef, useState } from 'react';
import { type Announced, waitBeforeSaying } from './announcer.ts';

/**
 * What a polite live region says: the newest of what was to be said, at most once in ten seconds. What is there when the
 * page opens is not news.
 */
export function useAnnouncement(wanted: string): string {
  const last = useRef<Announced>({ said: wanted, atMs: 0 });
  const [said, setSaid] = useState('');
  useEffect(() => {
    const waitMs = waitBeforeSaying(last.current, wanted, Date.now());
    if (waitMs === null) return undefined;
    const timer = setTimeout(() => {
      last.current = { said: wanted, atMs: Date.now() };
      setSaid(wanted);
    }, waitMs);
    return () => clearTimeout(timer);
  }, [wanted]);
  return said;
}
