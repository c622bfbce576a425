import { Money } from '../../../components/money.tsx';
import classes from './acts.module.css';

interface OrderLineProps {
  readonly number: string;
  readonly fen: number;
}

/** Which order a dialog is about. */
export function OrderLine({ number, fen }: OrderLineProps) {
  return (
    <div className={classes['order']}>
      <code>{number}</code>
      <strong>
        <Money fen={fen} />
      </strong>
    </div>
  );
}
