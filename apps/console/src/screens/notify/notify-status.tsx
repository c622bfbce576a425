import type { NotifyDelivery, NotifyEndpoint, NotifyReplay } from '@payserver/client';
import { ToneBadge } from '../../components/status-badge.tsx';
import { useText } from '../../i18n/use-text.ts';
import type { Tone } from '../../theme/palette.ts';
import { type EndpointState, reasonOf } from './endpoint-reason.ts';

const ENDPOINT: Readonly<Record<NotifyEndpoint['status'], Tone>> = {
  on: 'good',
  paused: 'wait',
  off: 'bad',
};
const DELIVERY: Readonly<Record<NotifyDelivery['status'], Tone>> = {
  open: 'wait',
  ok: 'good',
  failed: 'bad',
  skipped: 'idle',
};
const REPLAY: Readonly<Record<NotifyReplay['status'], Tone>> = {
  running: 'wait',
  paused: 'idle',
  done: 'good',
  stopped: 'idle',
};

/** Whether messages are sent to an endpoint; of one that is on, whether they fail. */
export function EndpointStatus({ endpoint }: { readonly endpoint: EndpointState }) {
  const text = useText();
  const { status } = endpoint;
  const isFailing = status === 'on' && endpoint.failingSince !== null;
  return (
    <span title={reasonOf(text, endpoint) ?? undefined}>
      <ToneBadge tone={isFailing ? 'bad' : ENDPOINT[status]}>
        {isFailing ? text.notify.failing : text.endpointStatus[status]}
      </ToneBadge>
    </span>
  );
}

/** What became of a message. */
export function DeliveryStatus({ status }: Pick<NotifyDelivery, 'status'>) {
  const text = useText();
  return <ToneBadge tone={DELIVERY[status]}>{text.deliveryStatus[status]}</ToneBadge>;
}

/** How far a replay is. */
export function ReplayStatus({ status }: Pick<NotifyReplay, 'status'>) {
  const text = useText();
  return <ToneBadge tone={REPLAY[status]}>{text.replayStatus[status]}</ToneBadge>;
}
