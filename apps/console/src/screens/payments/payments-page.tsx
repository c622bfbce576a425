import { Page } from '../../components/page.tsx';
import { useText } from '../../i18n/use-text.ts';

/** To be made. */
export function PaymentsPage() {
  const text = useText();
  return <Page title={text.nav.payments}>…</Page>;
}
