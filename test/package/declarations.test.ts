import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '../..');

/** What the compiler of jsii has left in `lib`, which `npm test` compiles first. */
function exported(): string[] {
  const index = join(ROOT, 'lib/index.d.ts');
  const program = ts.createProgram([index], { skipLibCheck: true });
  const checker = program.getTypeChecker();
  return checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(index)!)!).map(({ name }) => name).sort();
}

test('what the index exports is what the documentation of the API has, and no function that is internal', () => {
  const { types } = JSON.parse(readFileSync(join(ROOT, '.jsii'), 'utf8'));
  expect(exported()).toEqual(Object.values<{ name: string }>(types).map(({ name }) => name).sort());
});
