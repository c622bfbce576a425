import { Button, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { SearchParams } from '../../api/search.ts';
import { useTimeZone } from '../../api/use-session.ts';
import { parseYuan } from '../../format/money.ts';
import { readTime, writeTime } from '../../format/time.ts';
import { useText } from '../../i18n/use-text.ts';
import { fromInputTime, toInputTime } from '../../lists/list-search.ts';
import classes from './search.module.css';
import { isWindow } from './window.ts';

const DAY_MS = 86_400_000;

/** By amount and a window of at most seven days, on the gateway's clocks. */
export function AmountForm({ params }: { readonly params: SearchParams }) {
  const text = useText();
  const timeZone = useTimeZone();
  const navigate = useNavigate();
  const [usual] = useState(() => ({
    from: writeTime(Date.now() - DAY_MS, timeZone),
    before: writeTime(Date.now() + DAY_MS / 24, timeZone),
  }));
  const [amount, setAmount] = useState(params.amount ?? '');
  const [from, setFrom] = useState(toInputTime(params.createdFrom ?? usual.from));
  const [before, setBefore] = useState(toInputTime(params.createdBefore ?? usual.before));
  const [isSent, setIsSent] = useState(false);
  const createdFrom = fromInputTime(from, '00');
  const createdBefore = fromInputTime(before, '00');
  const isAmount = parseYuan(amount) !== null;
  const isTime = isWindow(readTime(createdFrom, timeZone), readTime(createdBefore, timeZone));
  return (
    <form
      className={classes['amount']}
      onSubmit={(event) => {
        event.preventDefault();
        setIsSent(true);
        if (!isAmount || !isTime) return;
        void navigate({ to: '/search', search: { amount, createdFrom, createdBefore } });
      }}
    >
      <TextInput
        label={text.search.amount}
        value={amount}
        inputMode="decimal"
        autoComplete="off"
        onChange={(event) => setAmount(event.currentTarget.value)}
        error={isSent && !isAmount ? text.search.amountBad : null}
      />
      <TextInput
        type="datetime-local"
        label={text.search.from}
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <TextInput
        type="datetime-local"
        label={text.search.before}
        value={before}
        onChange={(event) => setBefore(event.currentTarget.value)}
        error={isSent && !isTime ? text.search.windowBad : null}
      />
      <Button type="submit" variant="default">
        {text.search.submit}
      </Button>
      <p className={classes['zone']}>{text.lists.inZone(timeZone)}</p>
    </form>
  );
}
