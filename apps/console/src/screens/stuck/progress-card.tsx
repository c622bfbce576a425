import { Button } from '@mantine/core';
import type { Selection } from '@payserver/client';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { DisabledReason } from '../../components/disabled-reason.tsx';
import { ErrorNote } from '../../components/error-state.tsx';
import { useLocale, useText } from '../../i18n/use-text.ts';
import { Card } from '../payment/card.tsx';
import classes from './selection.module.css';
import type { Run } from './use-run.ts';

interface ProgressCardProps {
  readonly selection: Selection;
  readonly run: Run;
  /** its 24 hours are over */
  readonly isOver: boolean;
}

/** How many of the chosen orders were asked about, and the button that goes on. */
export function ProgressCard({ selection, run, isOver }: ProgressCardProps) {
  const { selection: words } = useText().stuck;
  const format = new Intl.NumberFormat(useLocale());
  const { total, left, asked, skipped } = selection;
  const figures = [
    [words.asked, asked],
    [words.skipped, skipped],
    [words.left, left],
  ] as const;
  const done = words.ofTotal(format.format(total - left), format.format(total));
  return (
    <Card title={words.progress}>
      <div
        className={classes['bar']}
        role="progressbar"
        aria-label={words.progress}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={total - left}
        aria-valuetext={done}
      >
        <div className={classes['part']} data-part="asked" style={{ width: share(asked, total) }} />
        <div
          className={classes['part']}
          data-part="skipped"
          style={{ width: share(skipped, total) }}
        />
      </div>
      <dl className={classes['figures']}>
        {figures.map(([name, count]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{format.format(count)}</dd>
          </div>
        ))}
      </dl>
      <div aria-live="polite">
        <Message selection={selection} run={run} isOver={isOver} />
      </div>
      <Buttons selection={selection} run={run} isOver={isOver} />
    </Card>
  );
}

function share(part: number, total: number): string {
  return `${total === 0 ? 0 : (part / total) * 100}%`;
}

function Message({ selection, run, isOver }: ProgressCardProps) {
  const { selection: words } = useText().stuck;
  const { total, left } = selection;
  const { state } = run;
  if (total === 0) return <Note tone="idle">{words.empty}</Note>;
  if (left === 0) {
    return (
      <Note tone="good">
        <strong>{words.finished}.</strong> {words.finishedHelp}
      </Note>
    );
  }
  if (state.is === 'waiting') return <Note tone="wait">{words.retrying}</Note>;
  if (state.is === 'refused') return <ErrorNote error={state.error} />;
  if (isOver) return <Note tone="idle">{words.over}</Note>;
  return left < total && state.is === 'idle' ? <Note tone="idle">{words.stopped}</Note> : null;
}

interface NoteProps {
  readonly tone: 'good' | 'wait' | 'idle';
  readonly children: ReactNode;
}

function Note({ tone, children }: NoteProps) {
  return (
    <div className={classes['message']} data-tone={tone}>
      <p>{children}</p>
    </div>
  );
}

function Buttons({ selection, run, isOver }: ProgressCardProps) {
  const { selection: words } = useText().stuck;
  const format = new Intl.NumberFormat(useLocale());
  const { total, left } = selection;
  const { state, start, stop } = run;
  if (left === 0 || isOver) {
    return (
      <Button variant="default" renderRoot={(props) => <Link to="/stuck" {...props} />}>
        {words.toStuck}
      </Button>
    );
  }
  if (state.is === 'running' || state.is === 'stopping' || state.is === 'waiting') {
    return (
      <Button variant="default" disabled={state.is === 'stopping'} onClick={stop}>
        {state.is === 'stopping' ? words.stopping : words.stop}
      </Button>
    );
  }
  const label = left < total ? words.goOn : words.start;
  return (
    <DisabledReason permission="bulk">
      <Button onClick={start}>{label(format.format(left))}</Button>
    </DisabledReason>
  );
}
