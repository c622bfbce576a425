import { Popover } from '@mantine/core';
import { useText } from '../i18n/use-text.ts';
import classes from './detail-button.module.css';

/** A few words of a record's detail; the whole of it opens. */
export function DetailButton({ detail }: { readonly detail: Readonly<Record<string, unknown>> }) {
  const text = useText();
  const facts = Object.entries(detail).map(([name, value]) => [name, written(value)] as const);
  if (facts.length === 0) return <span className={classes['none']}>–</span>;
  return (
    <Popover position="bottom-start" width={360} trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={classes['short']}>
          {facts.map(([name, value]) => `${name} ${value}`).join(' · ')}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={text.lists.fields.detail}>
        <dl className={classes['facts']} tabIndex={0}>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Popover.Dropdown>
    </Popover>
  );
}

function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
