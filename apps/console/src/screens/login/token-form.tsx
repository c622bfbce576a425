import { Button, PasswordInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { useText } from '../../i18n/use-text.ts';
import classes from './login.module.css';

interface TokenFormProps {
  readonly isBusy: boolean;
  readonly onSubmit: (token: string) => void;
}

/** Takes a pasted token. */
export function TokenForm({ isBusy, onSubmit }: TokenFormProps) {
  const text = useText();
  const input = useRef<HTMLInputElement>(null);
  const [token, setToken] = useState('');
  const [isShown, setIsShown] = useState(false);
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (token.trim() === '') input.current?.focus();
        else onSubmit(token.trim());
      }}
    >
      <PasswordInput
        ref={input}
        label={text.login.token}
        description={text.login.tokenHelp}
        inputWrapperOrder={['label', 'input', 'description']}
        size="md"
        value={token}
        visible={isShown}
        onVisibilityChange={setIsShown}
        visibilityToggleButtonProps={{
          'aria-label': isShown ? text.login.hide : text.login.show,
          tabIndex: 0,
        }}
        onChange={(event) => setToken(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
        autoFocus
      />
      <Button type="submit" size="md" fullWidth disabled={isBusy}>
        {isBusy ? text.login.busy : text.login.submit}
      </Button>
    </form>
  );
}
