import type { Selection } from '@payserver/client';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTimeZone } from '../../api/use-session.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { Money } from '../../components/money.tsx';
import { Page } from '../../components/page.tsx';
import { TextSkeleton } from '../../components/skeletons.tsx';
import { Time } from '../../components/time.tsx';
import { readTime } from '../../format/time.ts';
import { useLocale, useText, wordOf } from '../../i18n/use-text.ts';
import { Card, Fact } from '../payment/card.tsx';
import payment from '../payment/payment.module.css';
import { DryRunCard } from './dry-run-card.tsx';
import { ProgressCard } from './progress-card.tsx';
import classes from './selection.module.css';
import { selectionQuery } from './selection-queries.ts';
import { reasonText } from './stuck-words.ts';
import { useRun } from './use-run.ts';

/** Orders that were chosen at one moment: what they are, what asking would do, and how far it is. */
export function SelectionPage() {
  const text = useText();
  const words = text.stuck.selection;
  const { selection: uuid } = useParams({ from: '/inside/stuck/$selection' });
  const selection = useQuery(selectionQuery(uuid));
  return (
    <Page title={words.title} lead={words.lead}>
      <Link to="/stuck" className={`${payment['back']} ${classes['back']}`}>
        <IconArrowLeft size={14} aria-hidden="true" />
        {words.back}
      </Link>
      {selection.data === undefined ? null : <Chosen selection={selection.data} />}
      {selection.isPending ? (
        <div className={payment['padded']}>
          <TextSkeleton lines={6} />
        </div>
      ) : null}
      {selection.error === null || selection.data !== undefined ? null : (
        <ErrorState error={selection.error} onRetry={() => void selection.refetch()} />
      )}
    </Page>
  );
}

function Chosen({ selection }: { readonly selection: Selection }) {
  const zone = useTimeZone();
  const run = useRun(selection.uuid);
  const isOver = (readTime(selection.expiresAt, zone) ?? 0) <= Date.now();
  const isIdle = run.state.is === 'idle' || run.state.is === 'refused';
  return (
    <div className={classes['page']}>
      <div className={classes['main']}>
        <ProgressCard selection={selection} run={run} isOver={isOver} />
        {isIdle && !isOver && selection.left > 0 ? <DryRunCard selection={selection} /> : null}
        <Sample selection={selection} />
      </div>
      <div className={classes['side']}>
        <About selection={selection} />
      </div>
    </div>
  );
}

function About({ selection }: { readonly selection: Selection }) {
  const text = useText();
  const words = text.stuck.selection;
  const locale = useLocale();
  const { kind, filter, total, createdAt, createdBy, expiresAt } = selection;
  const reason = {
    lastOutcome: textOf(filter['lastOutcome']),
    reviewReason: textOf(filter['reviewReason']),
  };
  const isByReason = reason.lastOutcome !== null || reason.reviewReason !== null;
  const connector = textOf(filter['connectorKey']) ?? textOf(filter['payModeUUID']);
  const count = words.orders(new Intl.NumberFormat(locale).format(total));
  return (
    <Card title={words.about}>
      <dl className={payment['facts']}>
        <Fact name={text.lists.fields.kind}>{wordOf(text.kind, kind)}</Fact>
        <Fact name={text.stuck.columns.count}>{count}</Fact>
        <Fact name={text.stuck.columns.connector}>
          {connector === null ? words.all : <span className={payment['code']}>{connector}</span>}
        </Fact>
        {isByReason ? (
          <Fact name={text.stuck.columns.reason}>{reasonText(text, reason)}</Fact>
        ) : null}
        <Fact name={words.chosen}>
          <Time at={createdAt} />
        </Fact>
        <Fact name={words.by}>{createdBy}</Fact>
        <Fact name={words.expires}>
          <Time at={expiresAt} />
        </Fact>
      </dl>
      <p className={`${payment['quiet']} ${classes['audit']}`}>{words.audit}</p>
    </Card>
  );
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function Sample({ selection }: { readonly selection: Selection }) {
  const { stuck } = useText();
  const locale = useLocale();
  const { sample, total, kind } = selection;
  if (sample.length === 0) return null;
  const title = stuck.selection.sample(sample.length, new Intl.NumberFormat(locale).format(total));
  return (
    <Card title={title}>
      <ul className={payment['items']}>
        {sample.map(({ uuid, tractionNo, amount }) => (
          <li key={uuid} className={`${payment['item']} ${classes['sample']}`}>
            <Link
              to={kind === 'pay' ? '/payments/$uuid' : '/refunds/$uuid'}
              params={{ uuid }}
              className={payment['code']}
            >
              {tractionNo}
            </Link>
            <Money fen={amount} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
