import classes from './figures.module.css';

/** A number of an order: digits of one width, and the whole of it on hover where it is cut. */
export function NumberText({ value }: { readonly value: string | null }) {
  if (value === null || value === '') return <span className={classes['relative']}>–</span>;
  return (
    <span className={classes['number']} title={value}>
      {value}
    </span>
  );
}
