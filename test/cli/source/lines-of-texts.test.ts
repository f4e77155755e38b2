import * as fc from 'fast-check';
import { Document } from 'yaml';
import { SourceFile } from '../../../src/cli/source/source-file';
import { Place } from '../../../src/lint/finding';

/** What the place of a line of `data.file` has in a file. */
function shownAt(yaml: string, lineOfText: number): string {
  const file = new SourceFile('c.yaml', Buffer.from(yaml));
  const { region } = file.locatePlace<Place>({ object: 'ConfigMap c', origin: { file: 'c.yaml' }, path: ['data', 'file'], lineOfText });
  return yaml.slice(file.offset(region!), file.offset({ ...region!, startLine: region!.endLine, startColumn: region!.endColumn }));
}

const line = fc.constantFrom('', 'a: b', '  c: 日本', '# d', '--- e', '😀', "it's", '\tf');

test.each(['\n', '\r\n'])('a line of a block is found where it stands, with line breaks %j', (lineBreak) => {
  fc.assert(fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), fc.nat(5), fc.constantFrom(2, 4), fc.constantFrom('', ' # why'), (lines, index, indent, comment) => {
    fc.pre(index < lines.length && lines[index] !== '');
    const document = new Document({ data: { before: 'x', file: `${lines.join('\n')}\n`, after: 'y' } });
    document.setIn(['data', 'file'], Object.assign(document.createNode(`${lines.join('\n')}\n`), { type: 'BLOCK_LITERAL' }));
    const yaml = document.toString({ indent, lineWidth: 0 }).replace(/(file: \|.*)/, `$1${comment}`).replaceAll('\n', lineBreak);
    expect(shownAt(yaml, index)).toBe(lines[index].trim());
  }));
});

test('a line of a text in double quotes is found between escapes', () => {
  fc.assert(fc.property(fc.array(fc.oneof(line, fc.constantFrom('a\\nb', 'say "no"', 'c\\')), { minLength: 1, maxLength: 6 }), fc.nat(5), (lines, index) => {
    fc.pre(index < lines.length);
    const text = JSON.stringify(`${lines.join('\n')}\n`);
    expect(shownAt(`data:\n  file: ${text} # why\n`, index)).toBe(JSON.stringify(lines[index]).slice(1, -1).trim());
  }));
});

test.each([
  ["'a: b\n\n    password: x'", "'a: b\n\n    password: x'"],
  ['"a: b\n\n    password: x"', '"a: b\n\n    password: x"'],
  ['>\n    password: x\n\n    a: b\n', '>\n    password: x\n\n    a: b\n'],
])('of a text that does not stand there line by line, %j, all is shown', (text, shown) => {
  expect(shownAt(`data:\n  file: ${text}`, 1)).toBe(shown);
});
