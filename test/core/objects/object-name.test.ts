import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { objectName } from '../../../src/core/objects/object-name';

const IDS = ['web', 'Web', 'WEB-1', 'web--1', '-web-', 'Default', 'default', 'Resource', 'my-resource', 'web_1', 'web.1', 'Wéb', 'İd', 'a b', 'x'.repeat(30), 'Y'.repeat(70)];

/** An object below constructs with these ids. */
function newObject(chart: Chart, ids: string[]): ApiObject {
  const scope = ids.slice(0, -1).reduce<Construct>((above, id) => new Construct(above, id), chart);
  return new ApiObject(scope, ids[ids.length - 1], { apiVersion: 'v1', kind: 'ConfigMap' });
}

/** Some paths of three ids, the same in every run: all pairs of ids are next to each other in one. */
const PATHS = IDS.flatMap((one, index) => IDS.map((other) => [one, other, IDS[(index + 5) % IDS.length]]));

test.each([true, false])('fails when an object has another name than cdk8s would give it, without hashes: %s', (disableResourceNameHashes) => {
  for (const ids of [...PATHS, ...IDS.map((id) => [id])]) {
    for (const name of ['shop', 'Default']) {
      const object = newObject(new Chart(new App(), name, { disableResourceNameHashes }), ids);
      expect([ids, objectName(object)]).toEqual([ids, object.name]);
    }
  }
});

test('fails when the chart of a user does not name its objects', () => {
  class Shop extends Chart {
    public generateObjectName({ node }: ApiObject): string {
      return `shop-${node.id}`;
    }
  }
  expect(objectName(newObject(new Shop(new App(), 'chart'), ['web', 'config']))).toBe('shop-config');
});

test('fails when the older hashes of cdk8s are not those in the name', () => {
  process.env.CDK8S_LEGACY_HASH = 'true';
  try {
    const object = newObject(new Chart(new App(), 'shop'), ['web', 'config']);
    expect(objectName(object)).toBe(object.name);
  } finally {
    delete process.env.CDK8S_LEGACY_HASH;
  }
});
