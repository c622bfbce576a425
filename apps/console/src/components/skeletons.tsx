import { useText } from '../i18n/use-text.ts';
import classes from './states.module.css';

/** Widths in percent, so that the bones resemble rows of text. */
const WIDTHS = [22, 12, 16, 10, 18];
const ROWS = 12;

/** Rows that are not there yet; a screen reader hears that they are loading. */
export function RowSkeleton({ rows = ROWS }: { readonly rows?: number }) {
  const text = useText();
  return (
    <div className={classes['bones']} role="status" aria-label={text.app.loading}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={classes['boneRow']}>
          {WIDTHS.map((width, column) => (
            <div
              key={width}
              className={classes['bone']}
              style={{ width: `${width + ((row * 7 + column * 5) % 6)}%` }}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

interface TextSkeletonProps {
  readonly lines?: number;
}

/** A few lines that are not there yet. */
export function TextSkeleton({ lines = 3 }: TextSkeletonProps) {
  const text = useText();
  return (
    <div
      className={classes['bones']}
      style={{ gap: 12 }}
      role="status"
      aria-label={text.app.loading}
    >
      {Array.from({ length: lines }, (_, line) => (
        <div
          key={line}
          className={classes['bone']}
          style={{ width: `${60 + ((line * 17) % 35)}%` }}
        />
      ))}
    </div>
  );
}
