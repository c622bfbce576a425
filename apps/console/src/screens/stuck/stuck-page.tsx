import { Button } from '@mantine/core';
import type { StuckGroup } from '@payserver/client';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { answerOf, api } from '../../api/client.ts';
import { DisabledReason } from '../../components/disabled-reason.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNote, ErrorState } from '../../components/error-state.tsx';
import { Money } from '../../components/money.tsx';
import { Page } from '../../components/page.tsx';
import { RowSkeleton } from '../../components/skeletons.tsx';
import { ToneBadge } from '../../components/status-badge.tsx';
import { RelativeTime } from '../../components/time.tsx';
import { useLocale, useText, wordOf } from '../../i18n/use-text.ts';
import { useAct } from '../payment/acts/use-act.ts';
import classes from './stuck.module.css';
import { byConnector, filterOf, listSearchOf, type StuckConnector } from './stuck-groups.ts';
import { countText, reasonText } from './stuck-words.ts';

/** How often the groups are asked for again, ms. */
const REFRESH_MS = 15_000;

/** Orders that wait, by connector and reason, and what to do about many of them at once. */
export function StuckPage() {
  const text = useText();
  const stuck = useQuery({
    queryKey: ['stuckOrders'],
    queryFn: async ({ signal }) => await answerOf(api.GET('/stuckOrders', { signal })),
    refetchInterval: REFRESH_MS,
  });
  return (
    <Page title={text.stuck.title} lead={text.stuck.lead}>
      {stuck.data === undefined ? null : (
        <Groups connectors={byConnector(stuck.data.items)} isCapped={stuck.data.isCapped} />
      )}
      {stuck.isPending ? <RowSkeleton rows={6} /> : null}
      {stuck.error === null || stuck.data !== undefined ? null : (
        <ErrorState error={stuck.error} onRetry={() => void stuck.refetch()} />
      )}
    </Page>
  );
}

interface GroupsProps {
  readonly connectors: readonly StuckConnector[];
  readonly isCapped: boolean;
}

function Groups({ connectors, isCapped }: GroupsProps) {
  const { stuck } = useText();
  if (connectors.length === 0) {
    return (
      <EmptyState icon={<IconCircleCheck size={20} />} title={stuck.empty}>
        <p>{stuck.emptyHelp}</p>
      </EmptyState>
    );
  }
  return (
    <div className={classes['groups']}>
      {isCapped ? <p className={classes['capped']}>{stuck.capped}</p> : null}
      {connectors.map((connector) => (
        <Connector key={connector.key} connector={connector} />
      ))}
      <p className={classes['note']}>{stuck.asOf}</p>
    </div>
  );
}

function Connector({ connector }: { readonly connector: StuckConnector }) {
  const [first] = connector.groups;
  return (
    <section className={classes['connector']} aria-label={connector.name}>
      <div className={classes['connectorHead']}>
        <h2 className={classes['connectorName']}>{connector.name}</h2>
        <code className={classes['connectorKey']}>{first?.connectorKey}</code>
      </div>
      <ul className={classes['list']}>
        {connector.groups.map((group) => (
          <Group key={groupKey(group)} group={group} name={connector.name} />
        ))}
      </ul>
    </section>
  );
}

function groupKey({ kind, lastOutcome, reviewReason }: StuckGroup): string {
  return [kind, lastOutcome, reviewReason].join(' ');
}

function Group({ group, name }: { readonly group: StuckGroup; readonly name: string }) {
  const text = useText();
  const locale = useLocale();
  const { stuck } = text;
  const reason = reasonText(text, group);
  const what = `${name}, ${wordOf(text.kind, group.kind)}, ${reason}`;
  const isReview = group.reviewReason !== null;
  return (
    <li className={classes['group']}>
      <div className={classes['reason']}>
        <ToneBadge tone={isReview ? 'bad' : 'wait'}>
          {isReview ? stuck.review : stuck.waiting}
        </ToneBadge>
        <span className={classes['kind']}>{wordOf(text.kind, group.kind)}</span>
        <span>{reason}</span>
      </div>
      <dl className={classes['figures']}>
        <div>
          <dt>{stuck.columns.count}</dt>
          <dd className={classes['count']}>{countText(text, group, locale)}</dd>
        </div>
        <div>
          <dt>{stuck.columns.amount}</dt>
          <dd>
            <Money fen={group.amount} />
          </dd>
        </div>
        <div>
          <dt>{stuck.columns.oldest}</dt>
          <dd>
            <RelativeTime at={group.oldestAt} />
          </dd>
        </div>
      </dl>
      <div className={classes['buttons']}>
        <Button
          variant="default"
          size="xs"
          aria-label={stuck.listOf(what)}
          renderRoot={(props) => (
            <Link
              to={group.kind === 'pay' ? '/payments' : '/refunds'}
              search={listSearchOf(group)}
              {...props}
            />
          )}
        >
          {stuck.list}
        </Button>
        <Choose group={group} what={what} />
      </div>
    </li>
  );
}

/** Chooses the orders of a group, at this moment, and opens what was chosen. Nothing is asked yet. */
function Choose({ group, what }: { readonly group: StuckGroup; readonly what: string }) {
  const { stuck } = useText();
  const navigate = useNavigate();
  const act = useAct({
    send: async (body: ReturnType<typeof filterOf>) => {
      const { uuid } = await answerOf(api.POST('/selections', { body }));
      await navigate({ to: '/stuck/$selection', params: { selection: uuid } });
    },
    onSettled: () => {},
  });
  const { state } = act;
  const isFailed = state.is === 'refused' || state.is === 'unknown';
  return (
    <>
      <DisabledReason permission="bulk">
        <Button
          size="xs"
          aria-label={stuck.askOf(what)}
          loading={state.is === 'sending'}
          onClick={() => act.send(filterOf(group))}
        >
          {stuck.ask}
        </Button>
      </DisabledReason>
      {isFailed ? <ErrorNote error={state.error} /> : null}
    </>
  );
}
