import { formatFen } from '../format/money.ts';
import classes from './figures.module.css';

interface MoneyProps {
  readonly fen: number;
  /** shown quietly: a zero, an amount that is not the point */
  readonly isMuted?: boolean;
}

/** An amount in yuan; digits have one width, so that columns align. */
export function Money({ fen, isMuted = false }: MoneyProps) {
  return (
    <span className={classes['money']} data-muted={isMuted || undefined}>
      {formatFen(fen)}
    </span>
  );
}
