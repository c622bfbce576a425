import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useMay } from '../../../api/use-session.ts';
import { ErrorNote } from '../../../components/error-state.tsx';
import { TextSkeleton } from '../../../components/skeletons.tsx';
import { useLocale, useText } from '../../../i18n/use-text.ts';
import { Card } from '../card.tsx';
import payment from '../payment.module.css';
import { SOURCES, type Source } from './entries.ts';
import { FutureRows } from './future-rows.tsx';
import classes from './timeline.module.css';
import { TimelineList } from './timeline-list.tsx';
import { type HistorySources, useHistory } from './use-history.ts';

interface TimelineCardProps extends HistorySources {
  /** the switches, as the URL has them */
  readonly hidden: ReadonlySet<Source>;
  readonly isNewestFirst: boolean;
  readonly onHide: (hidden: ReadonlySet<Source>) => void;
  readonly onTurn: () => void;
}

/** What has happened to a payment, and what will. */
export function TimelineCard({
  hidden,
  isNewestFirst,
  onHide,
  onTurn,
  ...sources
}: TimelineCardProps) {
  const { timeline } = useText().payment;
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(() => new Set(SOURCES.filter((source) => !hidden.has(source))), [hidden]);
  const history = useHistory(sources, { shown, open, isNewestFirst });
  const { records, rows } = history;
  const toggle = (key: string) => setOpen((before) => toggled(before, key));
  const futureRows = <FutureRows order={sources.order} refunds={sources.refunds} />;
  return (
    <Card
      title={timeline.title}
      aside={
        <div className={classes['tools']}>
          <Switches hidden={hidden} onHide={onHide} />
          <Button variant="subtle" color="gray" size="compact-xs" onClick={onTurn}>
            {isNewestFirst ? timeline.newestFirst : timeline.oldestFirst}
          </Button>
        </div>
      }
    >
      {isNewestFirst ? futureRows : null}
      {records.isPending ? <TextSkeleton lines={8} /> : null}
      {records.error === null ? null : <ErrorNote error={records.error} />}
      {records.isSuccess && rows.length === 0 ? (
        <p className={payment['quiet']}>{timeline.empty}</p>
      ) : null}
      {isNewestFirst ? null : <Foot history={history} />}
      <TimelineList
        label={timeline.title}
        rows={rows}
        longestMs={history.longestMs}
        open={open}
        onToggle={toggle}
        hasMore={records.hasNextPage}
      />
      {isNewestFirst ? <Foot history={history} /> : futureRows}
    </Card>
  );
}

function toggled<T>(before: ReadonlySet<T>, one: T): Set<T> {
  const after = new Set(before);
  if (!after.delete(one)) after.add(one);
  return after;
}

interface SwitchesProps {
  readonly hidden: ReadonlySet<Source>;
  readonly onHide: (hidden: ReadonlySet<Source>) => void;
}

function Switches({ hidden, onHide }: SwitchesProps) {
  const { timeline } = useText().payment;
  const mayAudit = useMay('audit');
  const sources = SOURCES.filter((source) => source !== 'audit' || mayAudit);
  return (
    <fieldset className={classes['switches']}>
      <legend className={classes['legend']}>{timeline.show}</legend>
      {sources.map((source) => (
        <button
          key={source}
          type="button"
          className={classes['toggle']}
          aria-pressed={!hidden.has(source)}
          onClick={() => onHide(toggled(hidden, source))}
        >
          {timeline.sources[source]}
        </button>
      ))}
    </fieldset>
  );
}

/** How much of the history is loaded, and the way to the rest. */
function Foot({ history }: { readonly history: ReturnType<typeof useHistory> }) {
  const { timeline } = useText().payment;
  const locale = useLocale();
  const { records, count } = history;
  if (!records.isSuccess) return null;
  const written = new Intl.NumberFormat(locale).format(count);
  return (
    <div className={classes['foot']}>
      {records.hasNextPage ? (
        <Button
          variant="default"
          size="xs"
          disabled={records.isFetchingNextPage}
          onClick={() => void records.fetchNextPage()}
        >
          {records.isFetchingNextPage ? timeline.loading : timeline.more}
        </Button>
      ) : null}
      <span role="status">
        {records.hasNextPage ? timeline.loaded(written) : timeline.whole(written)}
      </span>
    </div>
  );
}
