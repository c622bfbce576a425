import { type ReactNode, useEffect } from 'react';
import { useText } from '../i18n/use-text.ts';
import classes from './page.module.css';

interface PageProps {
  readonly title: string;
  /** beside the title */
  readonly actions?: ReactNode;
  readonly lead?: string;
  /** the page scrolls inside itself, as lists do */
  readonly isFilling?: boolean;
  readonly children: ReactNode;
}

/** A page behind the log-in: its title, also of the window, and what may be done there. */
export function Page({ title, actions, lead, isFilling = false, children }: PageProps) {
  useTitle(title);
  return (
    <div className={classes['page']} data-filling={isFilling || undefined}>
      <div className={classes['head']}>
        <div className={classes['titles']}>
          <h1 className={classes['title']}>{title}</h1>
          {lead === undefined ? null : <p className={classes['lead']}>{lead}</p>}
        </div>
        {actions === undefined ? null : <div className={classes['actions']}>{actions}</div>}
      </div>
      {children}
    </div>
  );
}

/** Names the window after the page. */
export function useTitle(title: string): void {
  const text = useText();
  const whole = text.app.title(title);
  useEffect(() => {
    document.title = whole;
  }, [whole]);
}
