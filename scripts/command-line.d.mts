import type { Command } from 'commander';

export function describeCommand(name: string, description: string): Command;
export function wholeNumber(least: number, most?: number): (text: string) => number;
export function someOf<Name extends string>(all: readonly Name[]): (text: string) => Name[];
