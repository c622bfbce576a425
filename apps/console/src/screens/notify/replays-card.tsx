import { useInfiniteQuery } from '@tanstack/react-query';
import { ErrorNote } from '../../components/error-state.tsx';
import { TextSkeleton } from '../../components/skeletons.tsx';
import { useText } from '../../i18n/use-text.ts';
import { Card } from '../payment/card.tsx';
import payment from '../payment/payment.module.css';
import { MoreFoot } from './more-foot.tsx';
import { replaysQuery, rowsOf } from './notify-queries.ts';
import { ReplayItem } from './replay-item.tsx';

/** The replays of an endpoint, the newest first. */
export function ReplaysCard({ uuid }: { readonly uuid: string }) {
  const { replays } = useText().notify;
  const pages = useInfiniteQuery(replaysQuery(uuid));
  const rows = rowsOf(pages.data);
  return (
    <Card title={replays.title}>
      {pages.isPending ? <TextSkeleton lines={3} /> : null}
      {pages.isError && rows.length === 0 ? <ErrorNote error={pages.error} /> : null}
      {pages.isSuccess && rows.length === 0 ? (
        <p className={payment['quiet']}>{replays.empty}</p>
      ) : null}
      <ul className={payment['items']}>
        {rows.map((replay) => (
          <ReplayItem key={replay.uuid} replay={replay} />
        ))}
      </ul>
      <MoreFoot pages={pages} />
    </Card>
  );
}
