import { durationText } from '../format/time.ts';
import { useLocale } from '../i18n/use-text.ts';
import classes from './figures.module.css';

/** How long something took. */
export function Duration({ ms }: { readonly ms: number | null }) {
  const locale = useLocale();
  if (ms === null) return <span className={classes['relative']}>–</span>;
  return <span className={classes['time']}>{durationText(ms, locale)}</span>;
}
