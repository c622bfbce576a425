import { useId } from 'react';
import { Time } from '../../../components/time.tsx';
import { useText, wordOf } from '../../../i18n/use-text.ts';
import { noteOf } from './describe.ts';
import type { AuditEntry, ExceptionEntry, MessageEntry, RecordEntry } from './entries.ts';
import { EntryDetail } from './entry-detail.tsx';
import { ActorChip, Call, Change, Delta, Duration, EventWord, Opener } from './row-parts.tsx';
import type { EntryRow } from './rows.ts';
import classes from './timeline.module.css';

interface EntryRowViewProps {
  readonly row: EntryRow;
  readonly longestMs: number;
  readonly isOpen: boolean;
  readonly onToggle: (key: string) => void;
}

/** One entry of the history, and its detail below it. */
export function EntryRowView({ row, longestMs, isOpen, onToggle }: EntryRowViewProps) {
  const text = useText();
  const id = useId();
  const { entry } = row;
  const name = useEntryName(entry);
  return (
    <>
      <div className={classes['line']}>
        <Opener
          label={text.payment.timeline.details(name, entry.at)}
          isOpen={isOpen}
          controls={id}
          onToggle={() => onToggle(row.key)}
        />
        <span className={classes['at']}>
          <Time at={entry.at} />
        </span>
        <Delta ms={row.deltaMs} />
        <Cells entry={entry} name={name} longestMs={longestMs} />
      </div>
      {isOpen ? (
        <div id={id} className={classes['detail']}>
          <EntryDetail entry={entry} />
        </div>
      ) : null}
    </>
  );
}

function useEntryName(entry: EntryRow['entry']): string {
  const text = useText();
  const { timeline, exceptions } = text.payment;
  switch (entry.kind) {
    case 'record':
      return wordOf(text.event, entry.record.event);
    case 'exception':
      return timeline.exception(exceptions[entry.exception.reason]);
    case 'message':
      return timeline.message(wordOf(text.notifyType, entry.message.type));
    case 'audit':
      return wordOf(text.auditAction, entry.audit.action);
  }
}

interface CellsProps {
  readonly entry: EntryRow['entry'];
  readonly name: string;
  readonly longestMs: number;
}

function Cells({ entry, name, longestMs }: CellsProps) {
  if (entry.kind === 'record') {
    return <RecordCells entry={entry} name={name} longestMs={longestMs} />;
  }
  if (entry.kind === 'message') return <MessageCells entry={entry} name={name} />;
  return <OtherCells entry={entry} name={name} />;
}

interface RecordCellsProps {
  readonly entry: RecordEntry;
  readonly name: string;
  readonly longestMs: number;
}

function RecordCells({ entry, name, longestMs }: RecordCellsProps) {
  const { timeline } = useText().payment;
  const { record } = entry;
  const note = noteOf(record);
  return (
    <>
      <span className={classes['what']}>
        <EventWord event={record.event}>{name}</EventWord>
        <Change record={record} />
        {entry.refundNo === null ? null : (
          <span className={classes['note']}>{timeline.refundNumber(entry.refundNo)}</span>
        )}
        {note === null ? null : <span className={classes['note']}>{note}</span>}
      </span>
      <ActorChip actor={record.actor} />
      <Call
        attempts={record.attempt > 0 ? timeline.attempt(record.attempt) : null}
        httpStatus={record.httpStatus}
      />
      <Duration ms={record.durationMs} longestMs={longestMs} />
    </>
  );
}

interface MessageCellsProps {
  readonly entry: MessageEntry;
  readonly name: string;
}

/** A message stands where it was made; what became of it since is its status. */
function MessageCells({ entry, name }: MessageCellsProps) {
  const text = useText();
  const { status, attempts, isReplay } = entry.message;
  const { messages } = text.notify;
  return (
    <>
      <span className={classes['what']}>
        <EventWord event={`message ${status}`}>{name}</EventWord>
        <span className={classes['note']}>{text.deliveryStatus[status]}</span>
        {isReplay === 1 ? <span className={classes['note']}>{messages.replay}</span> : null}
      </span>
      <ActorChip actor="sweep" />
      <Call attempts={attempts > 0 ? messages.attempts(attempts) : null} httpStatus={null} />
      <span className={classes['duration']} />
    </>
  );
}

interface OtherCellsProps {
  readonly entry: ExceptionEntry | AuditEntry;
  readonly name: string;
}

function OtherCells({ entry, name }: OtherCellsProps) {
  const text = useText();
  const { timeline } = text.payment;
  const isAudit = entry.kind === 'audit';
  const result = isAudit
    ? entry.audit.result
    : wordOf(text.exceptionStatus, entry.exception.status);
  const words = { done: timeline.auditDone, begun: timeline.auditStarted };
  return (
    <>
      <span className={classes['what']}>
        <EventWord event={isAudit ? 'audit' : entry.exception.reason}>
          {isAudit ? timeline.audit(name) : name}
        </EventWord>
        <span className={classes['note']}>{wordOf(words, result)}</span>
      </span>
      {isAudit ? (
        <ActorChip actor="operator" title={entry.audit.actor} />
      ) : (
        <ActorChip actor={entry.exception.actor} />
      )}
      <span className={classes['call']} />
      <span className={classes['duration']} />
    </>
  );
}
