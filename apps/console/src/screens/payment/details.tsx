import { useTimeZone } from '../../api/use-session.ts';
import { Time } from '../../components/time.tsx';
import { useText } from '../../i18n/use-text.ts';
import { Card, Fact } from './card.tsx';
import { JsonBlock } from './json-block.tsx';
import classes from './payment.module.css';
import type { PayOrder } from './payment-types.ts';

/** What was asked for, by whom, and when. */
export function Details({ order }: { readonly order: PayOrder }) {
  const text = useText();
  const zone = useTimeZone();
  const { details } = text.payment;
  const channel = [order.payChannel, order.payWay].filter((one) => one !== null).join(' · ');
  return (
    <Card title={details.title}>
      <dl className={classes['facts']}>
        <Fact name={details.payMode}>{order.payModeName}</Fact>
        {channel === '' ? null : <Fact name={details.channel}>{channel}</Fact>}
        {order.payTemplateId === null ? null : (
          <Fact name={details.template}>
            <span className={classes['code']}>{order.payTemplateId}</span>
          </Fact>
        )}
        <Fact name={details.merchant}>{order.merchantUUID}</Fact>
        <Fact name={details.payer}>{order.payer}</Fact>
        <Fact name={details.payee}>{order.payee}</Fact>
        {order.terminal === null ? null : (
          <Fact name={details.terminal}>
            {Object.values(order.terminal).map(String).join(' · ')}
          </Fact>
        )}
        {order.resultCode === null ? null : (
          <Fact name={details.result}>
            {order.resultCode === '' ? details.noReason : order.resultCode}
          </Fact>
        )}
      </dl>
      <Times order={order} />
      <p className={classes['zone']}>{details.zone(zone)}</p>
      <JsonBlock title={details.extra} value={order.clientExtraParams} />
      <JsonBlock title={details.payParams} value={order.payParams} />
      {order.payData === null ? null : <JsonBlock title={details.payData} value={order.payData} />}
    </Card>
  );
}

function Times({ order }: { readonly order: PayOrder }) {
  const { details } = useText().payment;
  const times = [
    [details.started, order.payStartAt],
    [details.finished, order.payFinishAt],
    [details.lastRefund, order.lastRefundAt],
    [details.expires, order.orderExpiredAt],
    [details.created, order.createdAt],
    [details.changed, order.modifiedAt],
  ] as const;
  return (
    <div className={classes['group']}>
      <dl className={classes['facts']}>
        {times.map(([name, at]) =>
          at === null ? null : (
            <Fact key={name} name={name}>
              <Time at={at} />
            </Fact>
          ),
        )}
      </dl>
    </div>
  );
}
