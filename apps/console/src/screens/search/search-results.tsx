import { IconSearchOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useRef } from 'react';
import type { Found, SearchAnswer } from '../../api/pending-types.ts';
import type { SearchBy } from '../../api/search.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Money } from '../../components/money.tsx';
import { OrderStatus } from '../../components/order-status.tsx';
import { Time } from '../../components/time.tsx';
import { useText, wordOf } from '../../i18n/use-text.ts';
import { useRowKeys } from '../../lists/use-row-keys.ts';
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
        {'q' in by ? <code>{by.q}</code> : null}
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

function Hit({ found }: { readonly found: Found }) {
  const text = useText();
  const { kind, order, matchedBy } = found;
  const isPay = kind === 'payOrder';
  const clientNo = isPay ? order.clientPayNo : order.clientRefundNo;
  const thirdNo = isPay ? order.thirdPayNo : order.thirdRefundNo;
  return (
    <li className={classes['hit']}>
      <div className={classes['hitMain']}>
        <span className={classes['hitKind']}>{wordOf(text.kind, kind)}</span>
        <Link
          to={isPay ? '/payments/$uuid' : '/refunds/$uuid'}
          params={{ uuid: order.uuid }}
          className={classes['hitLink']}
          data-row=""
          data-number={order.tractionNo}
        >
          {order.tractionNo}
        </Link>
        <CopyButton value={order.tractionNo} of={text.lists.fields.tractionNo} />
        <OrderStatus
          kind={isPay ? 'pay' : 'refund'}
          status={order.status}
          pending={order.pending}
        />
        <strong className={classes['hitMoney']}>
          <Money fen={isPay ? order.payAmount : order.refundAmount} />
        </strong>
      </div>
      <div className={classes['hitFacts']}>
        <span className={classes['matched']}>
          {text.search.foundBy(wordOf(text.search.matchedBy, matchedBy))}
        </span>
        <span>{clientNo}</span>
        {thirdNo === null ? null : <span>{thirdNo}</span>}
        <span>{isPay ? order.payModeName : order.merchantUUID}</span>
        <Time at={order.createdAt} />
      </div>
    </li>
  );
}
