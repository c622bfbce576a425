import { useText } from '../i18n/use-text.ts';
import classes from './figures.module.css';

/** 0 and 1 of the API in words; a no is quiet. */
export function YesNo({ is }: { readonly is: number }) {
  const text = useText();
  if (is === 1) return <span>{text.common.yes}</span>;
  return <span className={classes['relative']}>{text.common.no}</span>;
}
