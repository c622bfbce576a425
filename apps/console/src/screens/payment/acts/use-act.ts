import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { isLoggedOut } from '../../../api/failure.ts';
import { whoamiQuery } from '../../../api/session.ts';
import { type ActState, afterFailure, nextBody } from './act-state.ts';

interface ActOptions<Body, Answer> {
  readonly send: (body: Body) => Promise<Answer>;
  /** after every answer and every failure: what the server says is asked for again */
  readonly onSettled: () => void;
  /** a request of which nothing is known, from before the page was loaded again */
  readonly initial?: ActState<Body, Answer>;
  /** what is to be remembered until there is an answer; null once there is one */
  readonly onPending?: (body: Body | null) => void;
}

export interface ActControl<Body, Answer> {
  readonly state: ActState<Body, Answer>;
  /** sends; where nothing is known of the first request, sends that one again */
  readonly send: (wanted: Body) => void;
  /** after a refusal or an answer: back to the start */
  readonly reset: () => void;
}

/**
 * Sends an act once, however often its button is pressed, and says what is known of it. Nothing is shown as done before
 * the gateway says so.
 */
export function useAct<Body extends object, Answer>(
  options: ActOptions<Body, Answer>,
): ActControl<Body, Answer> {
  const { send, onSettled, onPending, initial = { is: 'idle' } } = options;
  const queries = useQueryClient();
  const [state, setState] = useState<ActState<Body, Answer>>(initial);
  // Two clicks come before React shows the first: what counts is written at once.
  const current = useRef<ActState<Body, Answer>>(initial);
  const become = (next: ActState<Body, Answer>) => {
    current.current = next;
    setState(next);
  };
  const run = async (wanted: Body) => {
    const before = current.current;
    const body = nextBody(before, wanted);
    if (body === null) return;
    become({ is: 'sending', body });
    onPending?.(body);
    try {
      become({ is: 'done', body, answer: await send(body) });
      onPending?.(null);
    } catch (error) {
      const after = afterFailure<Body, Answer>(before, body, error);
      become(after);
      if (after.is === 'refused') onPending?.(null);
      if (isLoggedOut(error)) void queries.invalidateQueries({ queryKey: whoamiQuery.queryKey });
    }
    onSettled();
  };
  return {
    state,
    send: (wanted) => void run(wanted),
    reset: () => {
      const { is } = current.current;
      if (is === 'done' || is === 'refused') become({ is: 'idle' });
    },
  };
}
