import { Page } from '../../components/page.tsx';
import { useText } from '../../i18n/use-text.ts';

/** To be made. */
export function SearchPage() {
  const text = useText();
  return <Page title={text.search.title}>…</Page>;
}
