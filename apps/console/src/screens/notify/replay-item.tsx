import { Button } from '@mantine/core';
import type { NotifyReplay } from '@payserver/client';
import { useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { DisabledReason } from '../../components/disabled-reason.tsx';
import { Time } from '../../components/time.tsx';
import { useLocale, useText } from '../../i18n/use-text.ts';
import acts from '../payment/acts/acts.module.css';
import { type ActControl, useAct } from '../payment/acts/use-act.ts';
import payment from '../payment/payment.module.css';
import selection from '../stuck/selection.module.css';
import { EventTypes } from './event-types.tsx';
import classes from './notify.module.css';
import { NotifyDialog, Trouble } from './notify-dialog.tsx';
import { useChanged } from './notify-queries.ts';
import { ReplayStatus } from './notify-status.tsx';

interface ReplayProps {
  readonly replay: NotifyReplay;
}

/** One replay: what is sent again, how far it is, and how to hold or end it. */
export function ReplayItem({ replay }: ReplayProps) {
  const { replays } = useText().notify;
  const { status, from, to, only, state, types, createdBy, createdAt } = replay;
  const isEnded = status === 'done' || status === 'stopped';
  return (
    <li className={`${payment['item']} ${classes['replay']}`}>
      <div className={payment['itemRow']}>
        <div className={payment['itemMain']}>
          <ReplayStatus status={status} />
          <span>{replays.span(from, to)}</span>
          <span className={payment['tag']}>{replays.onlys[only]}</span>
          <span className={payment['tag']}>{replays.states[state]}</span>
          <span className={payment['quiet']}>
            <EventTypes types={types} />
          </span>
        </div>
        <span className={payment['quiet']}>
          <Time at={createdAt} /> {replays.by(createdBy)}
        </span>
      </div>
      <Progress replay={replay} />
      {isEnded ? null : <ReplayActs key={status} replay={replay} />}
    </li>
  );
}

function Progress({ replay }: ReplayProps) {
  const { replays } = useText().notify;
  const format = new Intl.NumberFormat(useLocale());
  const { sent, total } = replay;
  // Events that match may have come since it was counted.
  const most = Math.max(total, sent);
  const done = replays.ofTotal(format.format(sent), format.format(most));
  return (
    <>
      <div
        className={`${selection['bar']} ${classes['replayBar']}`}
        role="progressbar"
        aria-label={replays.progress}
        aria-valuemin={0}
        aria-valuemax={most}
        aria-valuenow={sent}
        aria-valuetext={done}
      >
        <div
          className={selection['part']}
          data-part="asked"
          style={{ width: `${most === 0 ? 0 : (sent / most) * 100}%` }}
        />
      </div>
      <p className={payment['quiet']}>{done}</p>
    </>
  );
}

interface Change {
  readonly status: 'running' | 'paused' | 'stopped';
}

function ReplayActs({ replay }: ReplayProps) {
  const { replays } = useText().notify;
  const [isStopping, setIsStopping] = useState(false);
  const act = useAct({
    send: async (body: Change) => {
      const params = { path: { uuid: replay.uuid } };
      await answerOf(api.POST('/notifyReplays/{uuid}', { params, body }));
      setIsStopping(false);
    },
    onSettled: useChanged(),
  });
  const isRunning = replay.status === 'running';
  return (
    <div className={payment['actsRow']}>
      <div className={acts['menu']}>
        <DisabledReason permission="notify">
          <Button
            variant="default"
            size="compact-sm"
            onClick={() => {
              act.reset();
              act.send({ status: isRunning ? 'paused' : 'running' });
            }}
          >
            {isRunning ? replays.pause : replays.resume}
          </Button>
        </DisabledReason>
        <DisabledReason permission="notify">
          <Button variant="default" size="compact-sm" onClick={() => setIsStopping(true)}>
            {replays.stop}
          </Button>
        </DisabledReason>
      </div>
      {isStopping ? (
        <StopDialog act={act} onClose={() => setIsStopping(false)} />
      ) : (
        <Trouble state={act.state} />
      )}
    </div>
  );
}

interface StopDialogProps {
  readonly act: ActControl<Change, void>;
  readonly onClose: () => void;
}

function StopDialog({ act, onClose }: StopDialogProps) {
  const { replays } = useText().notify;
  return (
    <NotifyDialog
      title={replays.stopTitle}
      help={replays.stopHelp}
      state={act.state}
      submit={replays.stop}
      isDanger
      onSubmit={() => {
        act.reset();
        act.send({ status: 'stopped' });
      }}
      onClose={onClose}
    />
  );
}
