import * as fc from 'fast-check';
import { faultOfReference } from '../../../src/lint/knowledge/image-reference';

// https://github.com/distribution/reference/blob/main/reference.go: the grammar, rule by rule.
const alphanumeric = fc.stringMatching(/^[a-z0-9]{1,6}$/);
const separator = fc.constantFrom('.', '_', '__', '-', '---');
const component = joined(alphanumeric, separator);
const label = fc.stringMatching(/^[a-zA-Z0-9]([a-zA-Z0-9-]{0,5}[a-zA-Z0-9])?$/);
const host = fc.oneof(joined(label, fc.constant('.')), fc.constantFrom('[2001:db8::1]', 'localhost'));
const domain = fc.tuple(host, optional(fc.stringMatching(/^:[0-9]{1,5}$/))).map((parts) => parts.join(''));
const tag = fc.stringMatching(/^:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/);
const digest = fc.oneof(fc.stringMatching(/^@sha256:[0-9a-f]{64}$/), fc.stringMatching(/^@sha512:[0-9a-f]{128}$/));
const reference = fc.tuple(optional(domain.map((name) => `${name}/`)), joined(component, fc.constant('/')), optional(tag), optional(digest)).map((parts) => parts.join(''));

function optional(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof(fc.constant(''), text);
}

function joined(part: fc.Arbitrary<string>, by: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(part, fc.array(fc.tuple(by, part), { maxLength: 2 })).map(([first, others]) => first + others.flat().join(''));
}

test('every reference of the grammar is valid', () => {
  fc.assert(fc.property(reference, (name) => {
    expect(faultOfReference(name)).toBeUndefined();
  }));
});

test('no reference has a character that the grammar does not know', () => {
  fc.assert(fc.property(reference, fc.constantFrom(...'ü,;+~=!#%&*()$ \n\t"\''), fc.nat(), (name, character, at) => {
    const place = at % (name.length + 1);
    expect(faultOfReference(name.slice(0, place) + character + name.slice(place))).toBeDefined();
  }));
});

test.each([':', '@', '/', ':1:2', '@sha256:', '@sha256:abc', '/-', ':.1', ':-1'])('no reference ends in %p', (end) => {
  fc.assert(fc.property(component, (name) => {
    expect(faultOfReference(name + end)).toBeDefined();
  }));
});
