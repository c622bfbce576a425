import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

// CONTRIBUTING.md shows a payment's way in four tables, with the function and the file of each step.

const ROOT = join(import.meta.dirname, '../..');
const ROW = /^\| (?<step>[^|]+) \| (?<functions>`[^|]+`) \| \[[^\]]+\]\((?<file>[^)]+)\) \|$/gm;

interface Step {
  readonly step: string;
  readonly file: string;
  readonly functions: readonly string[];
}

/** The steps of the flow, table by table. */
function stepsIn(contributing: string): Step[][] {
  const flow = contributing.slice(contributing.indexOf('## The flow'));
  const [section = ''] = flow.split(/^## (?!The flow)/m);
  const tables = section.split('| step | function | file |').slice(1);
  return tables.map((table) =>
    [...table.matchAll(ROW)].map(({ groups = {} }) => ({
      step: groups['step'] ?? '',
      file: groups['file'] ?? '',
      functions: [...(groups['functions'] ?? '').matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
    })),
  );
}

/** What a module declares at its top: functions, and objects that hold some. */
function declaredIn(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  return source.statements.flatMap((one) => {
    if (ts.isFunctionDeclaration(one)) return one.name?.text ?? [];
    if (!ts.isVariableStatement(one)) return [];
    return one.declarationList.declarations.flatMap(({ name }) =>
      ts.isIdentifier(name) ? name.text : [],
    );
  });
}

const contributing = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
const tables = stepsIn(contributing);

describe('the flow of a payment in CONTRIBUTING.md', () => {
  test('stands in four tables, none of whose rows is unread', () => {
    const rows = contributing.match(/^\| .* \| `.*` \| \[.*\]\(.*\.ts\) \|$/gm) ?? [];
    expect(tables).toHaveLength(4);
    expect(tables.flat()).toHaveLength(rows.length);
    for (const table of tables) expect(table.length).toBeGreaterThan(4);
  });

  test.each(tables.flat())('$functions in $file', ({ file, functions }) => {
    expect(functions).not.toEqual([]);
    expect(existsSync(join(ROOT, file)), file).toBe(true);
    expect(declaredIn(file)).toEqual(expect.arrayContaining([...functions]));
  });
});
