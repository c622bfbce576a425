import type { FoundOrder, SearchAnswer } from '@payserver/client';
import { IconSearchOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useRef } from 'react';
import type { SearchBy } from '../../api/search.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Money } from '../../components/money.tsx';
import { OrderStatus } from '../../components/order-status.tsx';
import { Time } from '../../components/time.tsx';
import { useText, wordOf } from '../../i18n/use-text.ts';
import { useRowKeys } from '../../lists/use-row-keys.ts';
import { foundFacts } from './found-facts.ts';
import classes from './search.module.css';

interface SearchResultsProps {
  readonly answer: SearchAnswer;
  readonly by: SearchBy;
}

/** What was found, and by which number; or where it was looked for. */
export function SearchResults({ answer, by }: SearchResultsProps) {
  const text = useText();
  const list = useRef<HTMLDivElement>(null);
  useRowKeys(list);
  const { items, more } = answer;
  if (items.length === 0) return <NothingFound answer={answer} by={by} />;
  return (
    <div ref={list}>
      <p className={classes['count']} role="status">
        {'q' in by ? <strong>{by.q}</strong> : null}
        {more ? text.search.more : text.search.count(items.length)}
      </p>
      <ul className={classes['hits']}>
        {items.map((found) => (
          <Hit key={`${found.matchedBy} ${found.order.uuid}`} found={found} />
        ))}
      </ul>
    </div>
  );
}

function NothingFound({ answer, by }: SearchResultsProps) {
  const text = useText();
  const words = answer.searchedBy.map((kind) => wordOf(text.search.matchedBy, kind));
  return (
    <EmptyState
      icon={<IconSearchOff size={20} />}
      title={'q' in by ? text.search.none(by.q) : text.search.noneAmount}
    >
      {'q' in by ? (
        <>
          <p className={classes['tip']}>{text.search.noneTip}</p>
          <p className={classes['tip']}>
            {text.search.noneHelp} {new Intl.ListFormat(text.app.locale).format(words)}
          </p>
        </>
      ) : null}
    </EmptyState>
  );
}

function Hit({ found }: { readonly found: FoundOrder }) {
  const text = useText();
  const { order, matchedBy } = found;
  const { kind, clientNo, thirdNo, amount, where } = foundFacts(found);
  return (
    <li className={classes['hit']}>
      <div className={classes['hitMain']}>
        <span className={classes['hitKind']}>{text.kind[kind]}</span>
        <Link
          to={kind === 'pay' ? '/payments/$uuid' : '/refunds/$uuid'}
          params={{ uuid: order.uuid }}
          className={classes['hitLink']}
          data-row=""
          data-number={order.tractionNo}
        >
          {order.tractionNo}
        </Link>
        <CopyButton value={order.tractionNo} of={text.lists.fields.tractionNo} />
        <OrderStatus kind={kind} status={order.status} pending={order.pending} />
        <strong className={classes['hitMoney']}>
          <Money fen={amount} />
        </strong>
      </div>
      <div className={classes['hitFacts']}>
        <span className={classes['matched']}>
          {text.search.foundBy(wordOf(text.search.matchedBy, matchedBy))}
        </span>
        <span>{clientNo}</span>
        {thirdNo === null ? null : <span>{thirdNo}</span>}
        <span>{where}</span>
        <Time at={order.createdAt} />
      </div>
    </li>
  );
}
