import { readCodeBlocks } from './support/markdown';
import { printed } from './support/synthesize';

const blocks = readCodeBlocks().filter(({ file }) => file === 'docs/resources-and-timeline.md');
const programs = blocks.flatMap(({ language, line, text }, index) => (language === 'ts' ? [{ line, text, output: blocks[index + 1] }] : []));

test('the page has programs with what they print', () => {
  expect(programs.map(({ output }) => output.language)).toEqual(['text', 'text']);
});

test.each(programs)('the program at line $line prints what stands behind it', ({ text, output }) => {
  expect(printed(text)).toBe(`${output.text}\n`);
});
