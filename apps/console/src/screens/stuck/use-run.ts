import type { Selection } from '@payserver/client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { afterStep, type RunState, STEP, waitMs } from './run-state.ts';
import { selectionKey } from './selection-queries.ts';

export interface Run {
  readonly state: RunState;
  readonly start: () => void;
  readonly stop: () => void;
}

/**
 * Asks about the orders of a selection, step by step, until none is left. A step whose answer is lost is repeated after a
 * pause; leaving the page ends the run after its step, and it goes on from there later.
 */
export function useRun(uuid: string): Run {
  const queries = useQueryClient();
  const [state, setState] = useState<RunState>({ is: 'idle' });
  const current = useRef<RunState>({ is: 'idle' });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const become = (next: RunState) => {
    current.current = next;
    setState(next);
  };
  const step = async (failures: number): Promise<void> => {
    try {
      const params = { path: { uuid } };
      const call = api.POST('/selections/{uuid}/ask', { params, body: { limit: STEP } });
      const after = (await answerOf(call)) as Selection;
      queries.setQueryData(selectionKey(uuid), after);
      next(afterStep(current.current, { left: after.left }), 0);
    } catch (error) {
      next(afterStep(current.current, { error, failures: failures + 1 }), failures + 1);
    }
  };
  const next = (after: RunState, failures: number): void => {
    // Whoever left the page wants no further step.
    if (current.current.is === 'idle') return;
    become(after);
    if (after.is === 'running') void step(0);
    if (after.is === 'waiting')
      timer.current = setTimeout(() => void step(failures), waitMs(failures));
    else if (after.is !== 'running')
      void queries.invalidateQueries({ queryKey: selectionKey(uuid) });
  };
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      current.current = { is: 'idle' };
    },
    [],
  );
  return {
    state,
    start: () => {
      if (current.current.is === 'running' || current.current.is === 'stopping') return;
      clearTimeout(timer.current);
      become({ is: 'running' });
      void step(0);
    },
    stop: () => {
      const isWaiting = current.current.is === 'waiting';
      clearTimeout(timer.current);
      become({ is: isWaiting ? 'idle' : 'stopping' });
    },
  };
}
