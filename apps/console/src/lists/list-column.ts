import type { ReactNode } from 'react';
import type { Text } from '../i18n/en.ts';

/** One column of a list. */
export interface ListColumn<Row> {
  readonly id: string;
  readonly header: (text: Text) => string;
  /** px */
  readonly width: number;
  /** takes a share of the room that is left */
  readonly isGrowing?: boolean;
  readonly isRight?: boolean;
  /** shown unless columns are chosen */
  readonly isUsual?: boolean;
  /** of the usual ones: only where there is room */
  readonly isWide?: boolean;
  /** where it stands on a narrow screen; without it, below */
  readonly card?: 'title' | 'right' | 'hidden';
  readonly cell: (row: Row) => ReactNode;
}

/** The ids of the columns that are shown unless others are chosen. */
export function usualColumns(columns: readonly ListColumn<never>[], hasRoom: boolean): string[] {
  return columns
    .filter(({ isUsual, isWide }) => isUsual && (hasRoom || !isWide))
    .map(({ id }) => id);
}
