import type { ComponentProps, ComponentType } from 'react';
import classes from './tool-button.module.css';

interface ToolButtonProps extends ComponentProps<'button'> {
  readonly icon: ComponentType<{ size: number }>;
  readonly label: string;
}

const ICON_SIZE = 14;

/** A small button beside the title of a list; on a narrow screen its word is for screen readers alone. */
export function ToolButton({ icon: Icon, label, ...props }: ToolButtonProps) {
  return (
    <button type="button" {...props} className={classes['tool']}>
      <Icon size={ICON_SIZE} />
      <span className={classes['label']}>{label}</span>
    </button>
  );
}
