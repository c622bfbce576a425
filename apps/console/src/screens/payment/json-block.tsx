import { useText } from '../../i18n/use-text.ts';
import { Fact } from './card.tsx';
import classes from './payment.module.css';

interface JsonBlockProps {
  readonly title: string;
  readonly value: unknown;
}

/** An object of the API as text, with line breaks; long texts break. It is a text to React, whatever it holds. */
export function JsonBlock({ title, value }: JsonBlockProps) {
  const text = useText();
  const isEmpty = value === null || (typeof value === 'object' && Object.keys(value).length === 0);
  return (
    <div className={classes['group']}>
      <h3 className={classes['groupTitle']}>{title}</h3>
      {isEmpty ? (
        <p className={classes['quiet']}>{text.payment.details.empty}</p>
      ) : (
        <pre className={classes['json']} role="region" aria-label={title} tabIndex={0}>
          <code>{JSON.stringify(value, null, 2)}</code>
        </pre>
      )}
    </div>
  );
}

/** The plain fields of an object as names and values, and what is deeper as text. */
export function PlainFields({ value }: { readonly value: Readonly<Record<string, unknown>> }) {
  return (
    <dl className={classes['facts']}>
      {Object.entries(value).map(([name, field]) => (
        <Fact key={name} name={name}>
          {typeof field === 'object' && field !== null ? (
            <pre className={classes['deep']}>
              <code>{JSON.stringify(field, null, 2)}</code>
            </pre>
          ) : (
            String(field)
          )}
        </Fact>
      ))}
    </dl>
  );
}
