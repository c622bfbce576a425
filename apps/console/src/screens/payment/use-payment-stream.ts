import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { apiBase } from '../../app/page-meta.ts';
import { orderQuery, paymentKey } from './payment-queries.ts';
import type { PayOrder } from './payment-types.ts';

/** Whether changes arrive by themselves. `lost`: not now, the page asks again from time to time. */
export type StreamState = 'connecting' | 'live' | 'lost';

/** A browser connects again by itself after a lost connection, not after an answer that is an error. ms */
const AGAIN_MS = { first: 2_000, most: 30_000 };
/** History and refunds are asked for again at most this often, ms: a payment may change several times in one second. */
const GATHER_MS = 400;

/**
 * Follows one payment: what the gateway sends replaces what is shown, and the history is asked for again. The connection
 * is closed while the tab is hidden, and after it everything is asked for anew.
 */
export function usePaymentStream(uuid: string): StreamState {
  const queries = useQueryClient();
  const [state, setState] = useState<StreamState>('connecting');
  useEffect(() => {
    const refresh = gather(() => {
      const isRest = ({ queryKey }: { queryKey: readonly unknown[] }) => queryKey[2] !== 'order';
      void queries.invalidateQueries({ queryKey: paymentKey(uuid), predicate: isRest });
    });
    const url = `${apiBase()}/payOrders/${encodeURIComponent(uuid)}/stream`;
    const stop = follow(url, {
      onState: setState,
      onOrder: (order) => {
        queries.setQueryData(orderQuery(uuid).queryKey, order);
        refresh.run();
      },
      onReturn: () => void queries.invalidateQueries({ queryKey: paymentKey(uuid) }),
    });
    return () => {
      stop();
      refresh.cancel();
    };
  }, [uuid, queries]);
  return state;
}

interface Follower {
  readonly onState: (state: StreamState) => void;
  readonly onOrder: (order: PayOrder) => void;
  /** the tab is shown again, or the connection was lost for a while */
  readonly onReturn: () => void;
}

/** Stays connected while the tab is shown; the answer ends it. */
function follow(url: string, { onState, onOrder, onReturn }: Follower): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waitMs = AGAIN_MS.first;
  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };
  const connect = () => {
    close();
    onState('connecting');
    source = new EventSource(url);
    source.addEventListener('open', () => {
      waitMs = AGAIN_MS.first;
      onState('live');
    });
    source.addEventListener('order', ({ data }: MessageEvent<string>) => {
      onOrder(JSON.parse(data) as PayOrder);
    });
    source.addEventListener('error', () => {
      onState('lost');
      if (source?.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(connect, waitMs);
      waitMs = Math.min(waitMs * 2, AGAIN_MS.most);
    });
  };
  const onVisibility = () => {
    if (document.hidden) close();
    else {
      connect();
      onReturn();
    }
  };
  document.addEventListener('visibilitychange', onVisibility);
  if (!document.hidden) connect();
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    close();
  };
}

/** Runs at most once in {@link GATHER_MS}, and once after the last call. */
function gather(task: () => void): { readonly run: () => void; readonly cancel: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    run: () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        task();
      }, GATHER_MS);
    },
    cancel: () => clearTimeout(timer),
  };
}
