import type { NotifyEndpoint } from '@payserver/client';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { copyText } from '../../app/copy-text.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { Page, useTitle } from '../../components/page.tsx';
import { TextSkeleton } from '../../components/skeletons.tsx';
import { useText } from '../../i18n/use-text.ts';
import { useShortcuts } from '../../keys/use-shortcuts.ts';
import payment from '../payment/payment.module.css';
import { DeliveriesOfEndpoint } from './delivery-cards.tsx';
import { EndpointActions } from './endpoint-actions.tsx';
import { reasonOf } from './endpoint-reason.ts';
import { EndpointHealth, EndpointSettings } from './endpoint-settings.tsx';
import classes from './notify.module.css';
import { endpointQuery } from './notify-queries.ts';
import { EndpointStatus } from './notify-status.tsx';
import { ReplaysCard } from './replays-card.tsx';

/** One endpoint: how it goes there, what was sent, what is sent again, and what can be done. */
export function EndpointPage() {
  const text = useText();
  const { uuid } = useParams({ from: '/inside/endpoints/$uuid' });
  const endpoint = useQuery(endpointQuery(uuid));
  if (endpoint.data !== undefined) return <Endpoint endpoint={endpoint.data} />;
  return (
    <Page title={text.notify.messages.endpoint}>
      <div className={payment['padded']}>
        {endpoint.error === null ? (
          <TextSkeleton lines={8} />
        ) : (
          <ErrorState error={endpoint.error} onRetry={() => void endpoint.refetch()} />
        )}
      </div>
    </Page>
  );
}

function Endpoint({ endpoint }: { readonly endpoint: NotifyEndpoint }) {
  const { uuid, url, name } = endpoint;
  useTitle(name === '' ? url : name);
  useShortcuts({ c: () => void copyText(uuid) });
  return (
    <>
      <Header endpoint={endpoint} />
      <div className={classes['page']}>
        <div className={classes['main']}>
          <DeliveriesOfEndpoint uuid={uuid} />
          <ReplaysCard uuid={uuid} />
        </div>
        <div className={classes['side']}>
          <EndpointHealth endpoint={endpoint} />
          <EndpointSettings endpoint={endpoint} />
        </div>
      </div>
    </>
  );
}

function Header({ endpoint }: { readonly endpoint: NotifyEndpoint }) {
  const text = useText();
  const { url, name, status } = endpoint;
  const reason = reasonOf(text, endpoint);
  return (
    <div className={payment['head']}>
      <Link to="/endpoints" className={payment['back']}>
        <IconArrowLeft size={14} aria-hidden="true" />
        {text.notify.back}
      </Link>
      <div className={payment['headRow']}>
        <div className={payment['headText']}>
          <div className={payment['titleLine']}>
            <h1 className={classes['title']}>{name === '' ? url : name}</h1>
            <EndpointStatus endpoint={endpoint} />
          </div>
          {name === '' ? null : <p className={payment['said']}>{url}</p>}
          {reason === null ? null : <p className={payment['why']}>{reason}</p>}
          {status === 'off' ? <p className={payment['said']}>{text.notify.offHelp}</p> : null}
        </div>
        <EndpointActions endpoint={endpoint} />
      </div>
    </div>
  );
}
