import type { ComponentProps, ComponentType } from 'react';
import classes from './tool-button.module.css';

type ToolButtonProps = {
  readonly icon: ComponentType<{ size: number }>;
  readonly label: string;
} & (
  | ({ readonly component?: 'button' } & ComponentProps<'button'>)
  | ({ readonly component: 'a' } & ComponentProps<'a'>)
);

const ICON_SIZE = 14;

/** A small button beside the title of a list; on a narrow screen its word is for screen readers alone. */
export function ToolButton({ icon: Icon, label, ...props }: ToolButtonProps) {
  const inside = (
    <>
      <Icon size={ICON_SIZE} />
      <span className={classes['label']}>{label}</span>
    </>
  );
  if (props.component === 'a') {
    const { component: _component, ...rest } = props;
    return (
      <a {...rest} className={classes['tool']}>
        {inside}
      </a>
    );
  }
  const { component: _component, ...rest } = props;
  return (
    <button type="button" {...rest} className={classes['tool']}>
      {inside}
    </button>
  );
}
