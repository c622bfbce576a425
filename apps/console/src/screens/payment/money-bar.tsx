import { Money } from '../../components/money.tsx';
import { formatFen } from '../../format/money.ts';
import { useText } from '../../i18n/use-text.ts';
import { Card } from './card.tsx';
import type { MoneyParts } from './money-parts.ts';
import classes from './payment.module.css';

const PARTS = ['refunded', 'refunding', 'left'] as const;

interface MoneyBarProps {
  readonly parts: MoneyParts;
  /** that came after the payment had ended, fen */
  readonly lateFen: number;
}

/** Where the money is, as a bar, as figures, and as a sentence for screen readers. */
export function MoneyBar({ parts, lateFen }: MoneyBarProps) {
  const text = useText();
  const { money } = text.payment;
  if (parts.paid === 0) {
    return (
      <Card title={money.title}>
        <p className={classes['quiet']}>
          {lateFen === 0 ? money.notPaid : money.late(formatFen(lateFen))}
        </p>
      </Card>
    );
  }
  const { paid, refunded, refunding, left } = parts;
  const twin = money.twin({
    paid: formatFen(paid),
    refunded: formatFen(refunded),
    refunding: formatFen(refunding),
    left: formatFen(left),
  });
  return (
    <Card title={money.title}>
      <div className={classes['bar']} role="img" aria-label={twin}>
        {PARTS.map((part) =>
          parts[part] === 0 ? null : (
            <div
              key={part}
              className={classes['part']}
              data-part={part}
              style={{ flex: `${parts[part]} 1 0` }}
            />
          ),
        )}
      </div>
      <dl className={classes['legend']}>
        <div>
          <dt>{money.paid}</dt>
          <dd>
            <Money fen={paid} />
          </dd>
        </div>
        {PARTS.map((part) => (
          <div key={part}>
            <dt className={classes['swatched']}>
              <span className={classes['swatch']} data-part={part} aria-hidden="true" />
              {money[part]}
            </dt>
            <dd>
              <Money fen={parts[part]} isMuted={parts[part] === 0} />
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
