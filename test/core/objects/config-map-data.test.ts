import { configMapData } from '../../../src/core/objects/config-map-data';

/** What Go's YAML parser refuses or changes where the writer of cdk8s leaves it plain; kubectl has shown each of them. */
test.each(['\ta\nb\n', ' \n\ta', 'a\u0085b', 'a\u2028b\n', 'a \u2029 b', 'a\u007fb', '\u009b', '\uffff'])('%j is written as bytes', (text) => {
  const { data, binaryData } = configMapData({ text, other: 'plain' });
  expect([data, Buffer.from(binaryData!.text, 'base64').toString()]).toEqual([{ other: 'plain' }, text]);
});

test.each(['', 'a\tb\n', 'a\n\tb\n', 'a\r\nb\r', '\ufeffSELECT 1;\n', 'ü😀\u00a0', '\u0007'])('%j is written as text', (text) => {
  expect(configMapData({ text })).toMatchObject({ data: { text }, binaryData: undefined });
});
