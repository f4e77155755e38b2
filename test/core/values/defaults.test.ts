import { withDefaults } from '../../../src/core/values/defaults';

interface Check { readonly interval?: number; readonly path?: string }

test.each<[string, Check | undefined, object]>([
  ['what is left out', {}, { interval: 5 }],
  ['what is undefined', { interval: undefined }, { interval: 5 }],
  ['all of it', undefined, { interval: 5 }],
  ['nothing that is given', { interval: 0, path: '/' }, { interval: 0, path: '/' }],
])('defaults stand for %s', (_, given, resolved) => {
  expect(withDefaults(given, { interval: 5 })).toEqual(resolved);
});
