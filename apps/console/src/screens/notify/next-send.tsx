import { RelativeTime } from '../../components/time.tsx';
import { useText } from '../../i18n/use-text.ts';
import { useIsPast } from '../payment/next-facts.tsx';

/** When a message is sent next; once that has passed it waits for its turn. */
export function NextSend({ at }: { readonly at: string }) {
  const { payment } = useText();
  return useIsPast(at) ? <>{payment.next.due}</> : <RelativeTime at={at} />;
}
