import { CopyButton } from '../../components/copy-button.tsx';
import { useText } from '../../i18n/use-text.ts';
import classes from './payment.module.css';
import type { PayOrder } from './payment-types.ts';

/** Every number of the payment, each with a copy button. */
export function Numbers({ order }: { readonly order: PayOrder }) {
  const text = useText();
  const { fields } = text.lists;
  const numbers = [
    [fields.tractionNo, order.tractionNo],
    [fields.clientPayNo, order.clientPayNo],
    [fields.thirdPayNo, order.thirdPayNo],
    [fields.uuid, order.uuid],
  ] as const;
  return (
    <dl className={classes['numbers']} aria-label={text.payment.numbers}>
      {numbers.map(([name, value]) => (
        <div key={name} className={classes['number']}>
          <dt>{name}</dt>
          <dd>
            {value === null ? (
              <span className={classes['quiet']}>{text.payment.notYet}</span>
            ) : (
              <NumberWithCopy name={name} value={value} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface NumberWithCopyProps {
  readonly name: string;
  readonly value: string;
}

/** A number, whole, and a button that copies it. */
export function NumberWithCopy({ name, value }: NumberWithCopyProps) {
  return (
    <>
      <span className={classes['code']}>{value}</span>
      <CopyButton value={value} of={name} />
    </>
  );
}
