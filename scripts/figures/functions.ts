import ts from 'typescript';
import type { SourceFile } from '../../test/support/source-tree.ts';

const P95 = 0.95;

/**
 * Lines of each function with a body, from its first word to its closing brace, and how often the type checker is
 * switched off. A function inside another counts for itself and is part of the other's lines.
 */
export function measureFunctions(files: readonly SourceFile[]) {
  const lengths: number[] = [];
  const seen = { any: 0, nonNull: 0, asUnknown: 0 };
  for (const { path, text } of files) {
    const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    const lineAt = (at: number) => file.getLineAndCharacterOfPosition(at).line;
    const visit = (node: ts.Node): void => {
      if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
        lengths.push(lineAt(node.end) - lineAt(node.getStart(file)) + 1);
      }
      if (node.kind === ts.SyntaxKind.AnyKeyword) seen.any += 1;
      if (ts.isNonNullExpression(node)) seen.nonNull += 1;
      const isCast = ts.isAsExpression(node) && node.type.kind === ts.SyntaxKind.UnknownKeyword;
      if (isCast) seen.asUnknown += 1;
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  lengths.sort((a, b) => a - b);
  const p95 = lengths[Math.floor(lengths.length * P95)] ?? 0;
  return { ...seen, p95, max: lengths.at(-1) ?? 0 };
}
