import { useText, wordOf } from '../../i18n/use-text.ts';

/** Which events an endpoint gets: one by its name, several by how many they are; all of them on hover. */
export function EventTypes({ types }: { readonly types: readonly string[] }) {
  const text = useText();
  const words = types.map((type) => wordOf(text.notifyType, type));
  const [only = text.notify.all] = words;
  return (
    <span title={words.join(', ')}>
      {words.length > 1 ? text.notify.kinds(words.length) : only}
    </span>
  );
}
