import { Tooltip } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { useTimeZone } from '../api/use-session.ts';
import { nextTick, readTime, relativeText, utcText } from '../format/time.ts';
import { useLocale } from '../i18n/use-text.ts';
import classes from './figures.module.css';

const listeners = new Set<() => void>();
const TICK_MS = 1_000;
let timer: ReturnType<typeof setInterval> | undefined;
let now = Date.now();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  now = Date.now();
  timer ??= setInterval(() => {
    if (document.hidden) return;
    now = Date.now();
    for (const one of listeners) one();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The time of this computer in ms, in steps of `stepMs`: one clock for the whole page. */
export function useNow(stepMs: number): number {
  return useSyncExternalStore(subscribe, () => Math.floor(now / stepMs) * stepMs);
}

interface TimeProps {
  /** as the API writes it, in the gateway's TIME_ZONE */
  readonly at: string | null | undefined;
}

/** A moment on the gateway's clocks; on hover or focus in UTC and how long ago. */
export function Time({ at }: TimeProps) {
  const timeZone = useTimeZone();
  const locale = useLocale();
  if (at === null || at === undefined) return <span className={classes['relative']}>–</span>;
  const epochMs = readTime(at, timeZone);
  if (epochMs === null) return <span className={classes['time']}>{at}</span>;
  const ago = relativeText(epochMs - Date.now(), locale);
  return (
    <Tooltip label={`${utcText(epochMs)}${ago === null ? '' : ` · ${ago}`}`}>
      <time className={classes['time']} dateTime={new Date(epochMs).toISOString()}>
        {at}
      </time>
    </Tooltip>
  );
}

/** How long ago, or in how long; it ticks. Beyond 30 days the moment itself. */
export function RelativeTime({ at }: { readonly at: string }) {
  const timeZone = useTimeZone();
  const locale = useLocale();
  const epochMs = readTime(at, timeZone);
  const current = useNow(epochMs === null ? TICK_MS : nextTick(epochMs - Date.now()));
  const words = epochMs === null ? null : relativeText(epochMs - current, locale);
  if (epochMs === null || words === null) return <Time at={at} />;
  return (
    <Tooltip label={`${at} · ${utcText(epochMs)}`}>
      <time className={classes['relative']} dateTime={new Date(epochMs).toISOString()}>
        {words}
      </time>
    </Tooltip>
  );
}
