import { CopyButton } from '../../components/copy-button.tsx';
import { useText } from '../../i18n/use-text.ts';
import classes from './login.module.css';

const TOKEN = 'npm run -s token -- --admin --ttl 8h';
const LINK = 'npm run -s console';

/** How to get in, for whoever has the machine. */
export function LoginHelp({ hasLinks }: { readonly hasLinks: boolean }) {
  const text = useText();
  return (
    <details className={classes['help']}>
      <summary>{text.login.how}</summary>
      <p>{text.login.howToken}</p>
      <Command value={TOKEN} />
      <p>{text.login.howTokenMore}</p>
      {hasLinks ? (
        <>
          <p>{text.login.howLink}</p>
          <Command value={LINK} />
        </>
      ) : null}
    </details>
  );
}

function Command({ value }: { readonly value: string }) {
  const text = useText();
  return (
    <span className={classes['command']}>
      <code>{value}</code>
      <CopyButton value={value} of={text.login.command} />
    </span>
  );
}
