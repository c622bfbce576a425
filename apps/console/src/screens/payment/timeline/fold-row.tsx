import { useText, wordOf } from '../../../i18n/use-text.ts';
import { spanText } from './describe.ts';
import { ActorChip, Call, Delta, Duration, EventWord, Opener } from './row-parts.tsx';
import type { FoldRow } from './rows.ts';
import classes from './timeline.module.css';

interface FoldRowViewProps {
  readonly row: FoldRow;
  readonly longestMs: number;
  readonly onToggle: (key: string) => void;
}

/** Attempts that found the same, as one row: `No usable answer × 14`. */
export function FoldRowView({ row, longestMs, onToggle }: FoldRowViewProps) {
  const text = useText();
  const { timeline } = text.payment;
  const { entries, last, kinds, isOpen, deltaMs } = row;
  const [first] = entries;
  const { event, actor } = first.record;
  const isOfOne = kinds.every(({ record }) => record.actor === actor);
  const word = kinds.map(({ record }) => wordOf(text.event, record.event)).join(' / ');
  const count = entries.length;
  const label = isOpen ? timeline.foldClose(word, count) : timeline.foldOpen(word, count);
  const statuses = new Set(entries.map(({ record }) => record.httpStatus));
  const [status = null] = statuses.size === 1 ? statuses : [];
  return (
    <div className={classes['line']}>
      <Opener label={label} isOpen={isOpen} onToggle={() => onToggle(row.key)} />
      <span className={classes['at']}>{spanText(first.at, last.at)}</span>
      <Delta ms={deltaMs} />
      <span className={classes['what']}>
        <EventWord event={event}>{timeline.fold(word, count)}</EventWord>
      </span>
      {isOfOne ? <ActorChip actor={actor} /> : <span />}
      <Call
        attempts={timeline.attempts(first.record.attempt, last.record.attempt)}
        httpStatus={status}
      />
      <Duration ms={longest(row)} longestMs={longestMs} isMost />
    </div>
  );
}

function longest({ entries }: FoldRow): number | null {
  const durations = entries.flatMap(({ record }) => record.durationMs ?? []);
  return durations.length === 0 ? null : Math.max(...durations);
}
