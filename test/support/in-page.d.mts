export function reportViolations(): void;
export function hasArrived(): boolean;
export function hasScheme(scheme: 'light' | 'dark'): boolean;
export function runAxe(tags: readonly string[]): Promise<string[]>;
export function readTexts(): string[];
export function readOverflow(): number;
export function readEffects(named: readonly [canary: string, planted: string]): string[];
export function readPixels(selector: string): { width: number; height: number; data: number[] };
