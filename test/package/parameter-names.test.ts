import * as fs from 'node:fs';
import * as path from 'node:path';

/** What other languages and API.md call the parameters: a signature that takes its parameter apart has none. */
const assembly = JSON.parse(fs.readFileSync(path.join(__dirname, '../../.jsii'), 'utf8'));

interface Callable { readonly name?: string; readonly parameters?: { readonly name: string }[] }
interface Type { readonly fqn: string; readonly initializer?: Callable; readonly methods?: Callable[] }

test('every parameter of the public API has a name', () => {
  const types: Type[] = Object.values(assembly.types);
  const names = types.flatMap(({ fqn, initializer, methods = [] }) => [...initializer ? [initializer] : [], ...methods]
    .flatMap(({ name = 'constructor', parameters = [] }) => parameters.map((parameter) => `${fqn}.${name}: ${parameter.name}`)));
  expect(names.length).toBeGreaterThan(200);
  expect(names.filter((name) => !/: [a-z][A-Za-z0-9]*$/.test(name))).toEqual([]);
});
