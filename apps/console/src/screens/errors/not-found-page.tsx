import { Button } from '@mantine/core';
import { IconMapPinOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { EmptyState } from '../../components/empty-state.tsx';
import { useTitle } from '../../components/page.tsx';
import { useText } from '../../i18n/use-text.ts';
import classes from './errors.module.css';

/** There is no such page, or what it named is not there. */
export function NotFoundPage() {
  const text = useText();
  useTitle(text.errors.notFound);
  return (
    <div className={classes['middle']}>
      <h1 className={classes['code']}>404</h1>
      <EmptyState icon={<IconMapPinOff size={20} />} title={text.errors.notFound}>
        <p>{text.errors.notFoundHelp}</p>
        <Button renderRoot={(props) => <Link to="/search" {...props} />} variant="default">
          {text.errors.toSearch}
        </Button>
      </EmptyState>
    </div>
  );
}
