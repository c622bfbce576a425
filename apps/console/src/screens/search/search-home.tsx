import { Button, Kbd } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { SearchParams } from '../../api/search.ts';
import { useTitle } from '../../components/page.tsx';
import { useText } from '../../i18n/use-text.ts';
import { AmountForm } from './amount-form.tsx';
import classes from './search.module.css';

const MAX_LENGTH = 128;

/** The start of the console: one box, and what it takes. */
export function SearchHome({ params }: { readonly params: SearchParams }) {
  const text = useText();
  useTitle(text.search.title);
  return (
    <div className={classes['home']}>
      <div className={classes['hero']}>
        <h1 className={classes['heroTitle']}>{text.search.homeTitle}</h1>
        <p className={classes['heroLead']}>{text.search.homeLead}</p>
        <BigBox />
      </div>
      <div className={classes['cards']}>
        <section className={classes['card']}>
          <h2 className={classes['cardTitle']}>{text.search.kinds}</h2>
          <dl className={classes['kinds']}>
            {Object.entries(text.search.kindOf).map(([kind, [name, help]]) => (
              <div key={kind} className={classes['kind']}>
                <dt>{name}</dt>
                <dd>{help}</dd>
              </div>
            ))}
          </dl>
        </section>
        <section className={classes['card']}>
          <h2 className={classes['cardTitle']}>{text.search.byAmount}</h2>
          <p className={classes['cardHelp']}>{text.search.byAmountHelp}</p>
          <AmountForm params={params} />
        </section>
      </div>
    </div>
  );
}

function BigBox() {
  const text = useText();
  const navigate = useNavigate();
  const [q, setQ] = useState('');
  return (
    <form
      className={classes['box']}
      onSubmit={(event) => {
        event.preventDefault();
        if (q.trim() !== '') void navigate({ to: '/search', search: { q: q.trim() } });
      }}
    >
      <IconSearch size={18} aria-hidden="true" className={classes['boxIcon']} />
      <input
        className={classes['boxInput']}
        aria-label={text.search.placeholder}
        placeholder={text.search.placeholder}
        value={q}
        onChange={(event) => setQ(event.currentTarget.value)}
        maxLength={MAX_LENGTH}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
      />
      <Kbd size="xs" className={classes['boxKey']} aria-hidden="true">
        /
      </Kbd>
      <Button type="submit">{text.search.submit}</Button>
    </form>
  );
}
