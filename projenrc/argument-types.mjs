// What jsii knows of the public API, for the checks of arguments in argument-types.ts: lib/argument-types.json has the parameters of all
// constructors and methods, the properties of structs, the values of enums, and the kinds of types of other packages.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

const require = createRequire(import.meta.url);

const assembly = readAssembly('.');
const foreign = Object.assign({}, ...Object.keys(assembly.dependencies).map((name) => readAssembly(`node_modules/${name}`).types));
const table = { classes: {}, structs: {}, enums: {}, foreign: {} };

for (const type of Object.values(assembly.types)) {
  if (type.kind === 'enum') {
    table.enums[type.fqn] = require(resolve('lib', type.symbolId.replace(/^src\/(.*):.*$/, '$1')))[type.name];
  } else if (type.datatype) {
    table.structs[type.fqn] = toStruct(type);
  } else if (type.kind === 'interface') {
    table.foreign[type.fqn] = type.kind; // any object can have its members
  } else if (type.kind === 'class') {
    const methods = (type.methods ?? []).filter(({ parameters }) => parameters);
    table.classes[type.name] = {
      fqn: type.fqn,
      choices: [
        ...(type.methods ?? []).filter((method) => method.static).map(({ name }) => `${name}()`),
        ...(type.properties ?? []).filter((property) => property.static).map(({ name }) => name),
      ],
      initializer: toParameters(type.initializer),
      static: toMethods(methods.filter((method) => method.static)),
      instance: toMethods(methods.filter((method) => !method.static)),
    };
  }
}
writeFileSync('lib/argument-types.json', JSON.stringify(table));

function readAssembly(folder) {
  const text = readFileSync(`${folder}/.jsii`);
  const content = JSON.parse(text);
  return content.schema === 'jsii/file-redirect' && existsSync(`${folder}/${content.filename}`)
    ? JSON.parse(gunzipSync(readFileSync(`${folder}/${content.filename}`)))
    : content;
}

function toStruct(type) {
  return Object.fromEntries(propertiesOf(type).map(({ name, type: of, optional }) => [name, [toType(of), !optional]]));
}

function propertiesOf(type) {
  const inherited = (type.interfaces ?? []).flatMap((fqn) => propertiesOf(assembly.types[fqn] ?? foreign[fqn]));
  return [...inherited, ...type.properties ?? []];
}

function toMethods(methods) {
  return Object.fromEntries(methods.map((method) => [method.name, toParameters(method)]));
}

function toParameters({ parameters = [] } = {}) {
  return parameters.map(({ name, type, optional, variadic }) => [name, variadic ? 'any' : toType(type), !optional && !variadic]);
}

function toType({ primitive, collection, fqn }) {
  if (collection) {
    return { [collection.kind]: toType(collection.elementtype) };
  }
  if (fqn && !assembly.types[fqn]) {
    addForeign(fqn);
  }
  return fqn ? { of: fqn } : primitive ?? 'any';
}

/** A struct of another package may hold itself. */
function addForeign(fqn) {
  if (!table.foreign[fqn]) {
    const type = foreign[fqn];
    table.foreign[fqn] = type.datatype ? 'struct' : type.kind;
    if (type.datatype) {
      table.structs[fqn] = toStruct(type);
    } else if (type.kind === 'enum') {
      table.enums[fqn] = require(type.assembly)[type.name];
    }
  }
}
