import type { NotifyEndpoint } from '@payserver/client';
import { CopyButton } from '../../components/copy-button.tsx';
import { Duration } from '../../components/duration.tsx';
import { RelativeTime, Time } from '../../components/time.tsx';
import { YesNo } from '../../components/yes-no.tsx';
import { useLocale, useText, wordOf } from '../../i18n/use-text.ts';
import { Card, Fact } from '../payment/card.tsx';
import payment from '../payment/payment.module.css';

interface EndpointProps {
  readonly endpoint: NotifyEndpoint;
}

/** How it goes: since when messages fail, how many wait, how long an answer takes. */
export function EndpointHealth({ endpoint }: EndpointProps) {
  const text = useText();
  const { fields } = text.lists;
  const waiting = new Intl.NumberFormat(useLocale()).format(endpoint.waiting);
  const { failingSince, lastOkAt, averageMs, isSlow } = endpoint;
  return (
    <Card title={text.notify.health}>
      <dl className={payment['facts']}>
        <Fact name={fields.waiting}>{waiting}</Fact>
        {failingSince === null ? null : (
          <Fact name={fields.failingSince}>
            <RelativeTime at={failingSince} />
          </Fact>
        )}
        <Fact name={fields.lastOkAt}>
          <Time at={lastOkAt} />
        </Fact>
        <Fact name={fields.averageMs}>
          <Duration ms={lastOkAt === null ? null : averageMs} />
        </Fact>
        <Fact name={text.notify.isSlow}>
          <span title={text.notify.isSlowHelp}>
            <YesNo is={isSlow} />
          </span>
        </Fact>
      </dl>
    </Card>
  );
}

/** What it gets, and how. */
export function EndpointSettings({ endpoint }: EndpointProps) {
  const text = useText();
  const { notify, lists } = text;
  const { types, payModeUUIDs, payTemplateIds, merchantUUID, oldSecretUntil } = endpoint;
  const listed = (values: readonly string[]) =>
    values.length === 0 ? notify.all : values.join(', ');
  const events = types.map((type) => wordOf(text.notifyType, type));
  return (
    <Card title={notify.settings}>
      <dl className={payment['facts']}>
        <Fact name={lists.fields.types}>{listed(events)}</Fact>
        <Fact name={notify.payModes}>{listed(payModeUUIDs)}</Fact>
        <Fact name={notify.templates}>{listed(payTemplateIds)}</Fact>
        <Fact name={lists.fields.format}>{wordOf(text.notifyFormat, endpoint.format)}</Fact>
        <Fact name={lists.fields.kind}>{text.endpointKind[endpoint.kind]}</Fact>
        <Fact name={lists.fields.merchantUUID}>{merchantUUID}</Fact>
        <Fact name={lists.fields.createdAt}>
          <Time at={endpoint.createdAt} />
        </Fact>
        <Fact name={lists.fields.modifiedAt}>
          <Time at={endpoint.modifiedAt} />
        </Fact>
        {oldSecretUntil === null ? null : (
          <Fact name={notify.oldSecret}>
            <Time at={oldSecretUntil} />
          </Fact>
        )}
      </dl>
      <Sending endpoint={endpoint} />
    </Card>
  );
}

function Sending({ endpoint }: EndpointProps) {
  const { notify, lists } = useText();
  const locale = useLocale();
  const { customSchedule, publicKey, ratePerS, schedule, uuid } = endpoint;
  const times = new Intl.ListFormat(locale, { type: 'unit' }).format(customSchedule.map(String));
  const repeats = wordOf(notify.schedules, schedule);
  return (
    <div className={payment['group']}>
      <dl className={payment['facts']}>
        <Fact name={notify.ack}>{wordOf(notify.acks, endpoint.ack)}</Fact>
        <Fact name={notify.signing}>{wordOf(notify.signings, endpoint.signing)}</Fact>
        {publicKey === null ? null : (
          <Fact name={notify.publicKey}>
            <span className={payment['code']}>{publicKey}</span>
            <CopyButton value={publicKey} of={notify.publicKey} />
          </Fact>
        )}
        <Fact name={notify.schedule}>
          {schedule === 'custom' ? `${repeats}: ${times} s` : repeats}
        </Fact>
        <Fact name={notify.timeout}>
          <Duration ms={endpoint.timeoutMs} />
        </Fact>
        <Fact name={notify.inFlight}>{endpoint.maxInFlight}</Fact>
        <Fact name={notify.rate}>{ratePerS ?? notify.noLimit}</Fact>
        <Fact name={lists.fields.uuid}>
          <span className={payment['code']}>{uuid}</span>
          <CopyButton value={uuid} of={lists.fields.uuid} />
        </Fact>
      </dl>
    </div>
  );
}
