import type { NotifyEndpoint, NotifyReplayForecast, NotifyReplayRequest } from '@payserver/client';
import { useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { type ActControl, useAct } from '../payment/acts/use-act.ts';
import { useChanged } from './notify-queries.ts';
import { NO_REPLAY, type ReplayFields, replayBody, timeTrouble } from './replay-body.ts';

export interface ReplayForm {
  readonly fields: ReplayFields;
  readonly trouble: ReturnType<typeof timeTrouble>;
  readonly change: (changed: Partial<ReplayFields>) => void;
  readonly count: ActControl<NotifyReplayRequest, NotifyReplayForecast>;
  readonly start: ActControl<NotifyReplayRequest, unknown>;
  readonly submit: () => void;
}

/** A replay is counted first; whatever is changed afterwards is counted anew before it can start. */
export function useReplayForm({ uuid }: NotifyEndpoint, onStarted: () => void): ReplayForm {
  const [fields, setFields] = useState(NO_REPLAY);
  const [isTried, setIsTried] = useState(false);
  const params = { path: { uuid } };
  const ask = async (body: NotifyReplayRequest) =>
    await answerOf(api.POST('/notifyEndpoints/{uuid}/replays', { params, body }));
  const count = useAct({
    send: async (body: NotifyReplayRequest) =>
      (await ask({ ...body, dryRun: 1 })) as NotifyReplayForecast,
    onSettled: () => {},
  });
  const start = useAct({
    send: async (body: NotifyReplayRequest) => {
      await ask(body);
      onStarted();
    },
    onSettled: useChanged(),
  });
  const trouble = timeTrouble(fields);
  return {
    fields,
    trouble: isTried ? trouble : null,
    change: (changed) => {
      count.reset();
      start.reset();
      setFields((before) => ({ ...before, ...changed }));
    },
    count,
    start,
    submit: () => {
      setIsTried(true);
      if (trouble !== null) return;
      if (count.state.is === 'done') start.send(count.state.body);
      else count.send(replayBody(fields));
    },
  };
}
