import { Link } from '@tanstack/react-router';
import { Money } from '../../../components/money.tsx';
import { useText } from '../../../i18n/use-text.ts';
import { EndpointName } from '../../notify/endpoint-name.tsx';
import { Fact } from '../card.tsx';
import { PlainFields } from '../json-block.tsx';
import { NumberWithCopy } from '../numbers.tsx';
import payment from '../payment.module.css';
import type { AuditRecord, TradeException, TradeRecord } from '../payment-types.ts';
import type { Entry, MessageEntry } from './entries.ts';

/** All that an entry holds. What a connector or a caller wrote is a text, whatever it looks like. */
export function EntryDetail({ entry }: { readonly entry: Entry }) {
  switch (entry.kind) {
    case 'record':
      return <RecordDetail record={entry.record} />;
    case 'exception':
      return <ExceptionDetail exception={entry.exception} />;
    case 'message':
      return <MessageDetail message={entry.message} />;
    case 'audit':
      return <AuditDetail audit={entry.audit} />;
  }
}

function RecordDetail({ record }: { readonly record: TradeRecord }) {
  const text = useText();
  return (
    <>
      <dl className={payment['facts']}>
        <Fact name={text.lists.fields.tractionNo}>
          <NumberWithCopy name={text.lists.fields.tractionNo} value={record.tractionNo} />
        </Fact>
        <Fact name={text.payment.timeline.amount}>
          <Money fen={record.amount} />
        </Fact>
      </dl>
      <Fields value={record.detail} />
    </>
  );
}

function ExceptionDetail({ exception }: { readonly exception: TradeException }) {
  const text = useText();
  return (
    <>
      <dl className={payment['facts']}>
        <Fact name={text.lists.fields.tractionNo}>
          <NumberWithCopy name={text.lists.fields.tractionNo} value={exception.tractionNo} />
        </Fact>
        <Fact name={text.payment.timeline.amount}>
          <Money fen={exception.amount} />
        </Fact>
      </dl>
      <Fields value={exception.detail} />
    </>
  );
}

function MessageDetail({ message }: Pick<MessageEntry, 'message'>) {
  const { messages } = useText().notify;
  const { uuid, eventId, notifyEndpointUUID } = message;
  return (
    <dl className={payment['facts']}>
      <Fact name={messages.title}>
        <Link to="/deliveries/$uuid" params={{ uuid }}>
          {eventId}
        </Link>
      </Fact>
      <Fact name={messages.endpoint}>
        <EndpointName uuid={notifyEndpointUUID} />
      </Fact>
    </dl>
  );
}

function AuditDetail({ audit }: { readonly audit: AuditRecord }) {
  const { timeline } = useText().payment;
  return (
    <>
      <dl className={payment['facts']}>
        <Fact name={timeline.result}>{audit.result}</Fact>
        <Fact name={timeline.address}>{audit.address}</Fact>
        <Fact name={timeline.requestId}>
          <NumberWithCopy name={timeline.requestId} value={audit.requestId} />
        </Fact>
      </dl>
      <Fields value={audit.detail} />
    </>
  );
}

function Fields({ value }: { readonly value: Readonly<Record<string, unknown>> }) {
  const { timeline } = useText().payment;
  if (Object.keys(value).length === 0) {
    return <p className={payment['quiet']}>{timeline.noDetail}</p>;
  }
  return <PlainFields value={value} />;
}
