import * as fc from 'fast-check';
import { parse } from 'yaml';
import { fluentBit } from './support/shippers';
import { LogFilter, LogOutput, LogParser } from '../../src';
import { toYaml } from '../../src/programs/fluent-bit/values';

const text = fc.string({
  unit: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...'${}"\'\\:#-*&!|>%@`,[]? \t\n') },
    { weight: 2, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
    { weight: 1, arbitrary: fc.constantFrom('on', 'true', 'null', '~', '12', '1e3', '0x1f', '=', '<<', '\ud800', '\0', '\r', '\x7f', '\u2028') },
  ),
});

const refusal = /has '\$\{' in it|another control character|a field without a name/;

/** What arrives in the configuration, or that it was refused. */
function outcome<T>(make: () => T): T | 'refused' {
  try {
    return make();
  } catch (error) {
    expect((error as Error).message).toMatch(refusal);
    return 'refused';
  }
}

const UNREADABLE = /[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/;
const isRefused = (value: string) => value.includes('${') || UNREADABLE.test(value) || /\p{Cs}/u.test(value);

test('a field and its value arrive as they are, or are refused', () => {
  fc.assert(fc.property(text, text, (name, value) => {
    const result = outcome(() => fluentBit({ filters: [LogFilter.addFields({ [name]: value })] }).pipeline.inputs[0].processors.logs[0]);
    expect(result).toEqual(name === '' || isRefused(name) || isRefused(value)
      ? 'refused'
      : { name: 'content_modifier', action: 'upsert', key: name, value });
  }), { numRuns: 300 });
});

test('a tenant arrives as it is, or is refused', () => {
  fc.assert(fc.property(text, (tenant) => {
    const result = outcome(() => fluentBit({ outputs: [LogOutput.loki({ url: 'http://loki', tenant })] }).pipeline.outputs[0].tenant_id);
    expect(result).toEqual(isRefused(tenant) ? 'refused' : tenant);
  }), { numRuns: 200 });
});

test('a time field, its format and the field of the file arrive as they are, or are refused', () => {
  fc.assert(fc.property(text, (value) => {
    const result = outcome(() => {
      const { parsers: [parser], pipeline: { inputs: [tail] } } = fluentBit({
        fileField: value,
        parser: LogParser.json({ timeField: value, timeFormat: value }),
      });
      return [tail.path_key, parser.time_key, parser.time_format];
    });
    expect(result).toEqual(isRefused(value) ? 'refused' : [value, value, value]);
  }), { numRuns: 200 });
});

test('what is there twice is written twice, and what is undefined is not', () => {
  const section = { a: 1 };
  expect(toYaml({ one: section, two: section, three: undefined })).toBe('one:\n  a: 1\ntwo:\n  a: 1\n');
});

test('every text is read as it was written', () => {
  fc.assert(fc.property(text.filter((value) => !isRefused(value)), (value) => {
    expect(parse(toYaml({ [value]: [value] }))).toEqual({ [value]: [value] });
  }), { numRuns: 500 });
});
