import { extend } from '../../../src/core/values/extend';

test('what comes later wins, also where it is undefined, and the first object stays as it is', () => {
  const plan = { image: 'busybox', args: ['-v'] };

  expect(extend(plan, { args: undefined, metrics: 9102 })).toStrictEqual({ image: 'busybox', args: undefined, metrics: 9102 });
  expect(plan).toStrictEqual({ image: 'busybox', args: ['-v'] });
});
