import { type ReactNode, useId } from 'react';
import classes from './payment.module.css';

interface CardProps {
  readonly title: string;
  /** beside the title */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A part of the page, with its heading. */
export function Card({ title, aside, children }: CardProps) {
  const id = useId();
  return (
    <section className={classes['card']} aria-labelledby={id}>
      <div className={classes['cardHead']}>
        <h2 id={id} className={classes['cardTitle']}>
          {title}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

interface FactProps {
  readonly name: string;
  readonly children: ReactNode;
}

/** A name and what it is, inside a `dl`. */
export function Fact({ name, children }: FactProps) {
  return (
    <div className={classes['fact']}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
