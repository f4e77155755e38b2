import * as fc from 'fast-check';
import { parseFluentd } from './support/fluentd-config';
import { fluentd } from './support/shippers';
import { LogFilter } from '../../src';
import { toText } from '../../src/programs/fluentd/directives';

const text = fc.string({
  unit: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...'\'"\\#{}$<>/@,[] \t') },
    { weight: 2, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }) },
    { weight: 1, arbitrary: fc.constantFrom('\n', '\r', '\0', '\ud800', '__TAG__', '${tag}', '#{exit}', '@include', '</record>') },
  ),
});

const isUnwritable = (value: string) => /[\n\r\0]|\$\{|__[A-Z_]+__/.test(value) || /\p{Cs}/u.test(value);

/** The filter as Fluentd reads it, or that it was refused. */
function outcome(filter: LogFilter): any {
  try {
    return parseFluentd(fluentd({ filters: [filter] }))[1];
  } catch (error) {
    expect((error as Error).message).toMatch(/which Fluentd does not accept in a (name|text)|a field without a name/);
    return 'refused';
  }
}

test('a field and its value arrive as they are, or are refused', () => {
  fc.assert(fc.property(text, text, (name, value) => {
    const result = outcome(LogFilter.addFields({ [name]: value }));
    const refused = name === '' || name.startsWith('$') || isUnwritable(name) || /^[[{]/.test(value) || isUnwritable(value);
    expect(refused ? result : result.sections[0].parameters).toEqual(refused ? 'refused' : { [name]: value });
  }), { numRuns: 500 });
});

test('a field to remove arrives as it is, or is refused', () => {
  fc.assert(fc.property(text, (name) => {
    const result = outcome(LogFilter.removeFields([name, 'other']));
    const refused = name === '' || name.startsWith('$') || isUnwritable(name);
    expect(refused ? result : JSON.parse(result.parameters.remove_keys)).toEqual(refused ? 'refused' : [name, 'other']);
  }), { numRuns: 300 });
});

test('every text of one line is read as it was written', () => {
  fc.assert(fc.property(text.filter((value) => !/[\n\r\0]/.test(value)), text.filter((value) => !/[\n\r\0]/.test(value)), (name, value) => {
    expect(parseFluentd(toText([{ name: 'record', parameters: { [name]: value } }]))[0].parameters).toEqual({ [name]: value });
  }), { numRuns: 500 });
});
