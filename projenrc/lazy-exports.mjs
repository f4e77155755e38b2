// Importing the package loads a file only when something of it is used: most apps use few patterns, and some hundred files take their time.
// What users call is checked against the types that jsii knows.
// The names are assigned first, because that is what Node looks for when an ES module imports them.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const INDEX = resolve('lib/index.js');
const require = createRequire(INDEX);

const text = readFileSync(INDEX, 'utf8');
if (!text.includes('const lazy = ')) { // as it is after the first time
  writeFileSync(INDEX, lazyIndex(text));
}

// The classes that programs and strategies are chosen with load what plans one when it is chosen, and the plugin what checks when it does.
const LATE = [
  'ambassador/ambassador-program', 'logging/log-shipper', 'metrics/metrics-exporter', 'migrations/migration-strategy', 'migrations/migration-tool',
  'proxy/reverse-proxy-program', 'cli/plugin/pod-lint-plugin',
];
const IMPORT = /^const (\w+_\d+) = require\("(\..+)"\);$/gm;

LATE.map((name) => resolve('lib', `${name}.js`)).forEach((file) => {
  const code = readFileSync(file, 'utf8');
  const lazy = [...code.matchAll(IMPORT)].reduce((text, [, variable]) => text.replace(new RegExp(`\\b${variable}\\.`, 'g'), `${variable}().`), code);
  writeFileSync(file, lazy.replace(IMPORT, 'let $1_loaded;\nconst $1 = () => $1_loaded ??= require("$2");'));
});

function lazyIndex(index) {
  const files = [...index.matchAll(/__exportStar\(require\("(.+)"\), exports\);/g)].map(([, file]) => file);
  const required = Object.fromEntries([...index.matchAll(/^(?:var|const) (\w+) = require\("(.+)"\);/gm)].map(([, variable, file]) => [variable, file]));
  const single = [...index.matchAll(/Object\.defineProperty\(exports, "(\w+)", \{ enumerable: true, get: function \(\) \{ return (\w+)\.\w+; \} \}\);/g)];
  const names = [
    ...files.flatMap((file) => Object.keys(require(file)).map((name) => [name, file])),
    ...single.map(([, name, variable]) => [name, required[variable]]),
  ];
  return `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
${names.map(([name]) => `exports.${name} = void 0;`).join('\n')}
const { withChecks } = require("./core/values/argument-types");
const lazy = (name, load) => {
  let value;
  Object.defineProperty(exports, name, { enumerable: true, get: () => value ??= withChecks(require("./argument-types.json"), name, load()[name]) });
};
${names.map(([name, file]) => `lazy("${name}", () => require("${file}"));`).join('\n')}
`;
}
