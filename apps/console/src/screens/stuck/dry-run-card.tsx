import type { Selection } from '@payserver/client';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '../../api/use-session.ts';
import { ErrorNote } from '../../components/error-state.tsx';
import { TextSkeleton } from '../../components/skeletons.tsx';
import { useLocale, useText, wordOf } from '../../i18n/use-text.ts';
import { Card } from '../payment/card.tsx';
import payment from '../payment/payment.module.css';
import { STEP } from './run-state.ts';
import classes from './selection.module.css';
import { dryRunQuery } from './selection-queries.ts';

/** What a step would do now: how many it asks, how many it passes over, and why. */
export function DryRunCard({ selection }: { readonly selection: Selection }) {
  const { selection: words } = useText().stuck;
  const locale = useLocale();
  const mayBulk = useMay('bulk');
  const dryRun = useQuery({ ...dryRunQuery(selection.uuid), enabled: mayBulk });
  if (!mayBulk) return null;
  const format = new Intl.NumberFormat(locale);
  const { data, error } = dryRun;
  return (
    <Card title={words.dryRun}>
      {data === undefined && error === null ? <TextSkeleton lines={2} /> : null}
      {error === null ? null : <ErrorNote error={error} />}
      {data === undefined ? null : (
        <dl className={classes['figures']}>
          <div>
            <dt>{words.willAsk}</dt>
            <dd>{format.format(data.willAsk)}</dd>
          </div>
          <div>
            <dt>{words.willSkip}</dt>
            <dd>{format.format(data.willSkip)}</dd>
          </div>
          {Object.entries(data.reasons).map(([reason, count]) =>
            count === 0 ? null : (
              <div key={reason}>
                <dt>{wordOf(words.reasons, reason)}</dt>
                <dd>{format.format(count)}</dd>
              </div>
            ),
          )}
        </dl>
      )}
      <p className={payment['quiet']}>{words.dryRunHelp(Math.min(STEP, selection.left))}</p>
    </Card>
  );
}
