// All rules of the linter are always loaded: from one file, because to find a hundred files takes longer than to read them.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const FOLDER = 'lib/lint/rules';
const OWN_IMPORT = /^const (\w+) = require\("\.\/([\w-]+)"\);$/gm;

writeFileSync(resolve(FOLDER, 'index.js'), codeOf('index').replace(OWN_IMPORT, (_, variable, rule) => (
  `const ${variable} = {};\n{\nconst exports = ${variable};\n${codeOf(rule)}}`)));

function codeOf(name) {
  return readFileSync(resolve(FOLDER, `${name}.js`), 'utf8');
}
