// Two files of the linter are loaded with what they need of it in them, because to find a hundred files takes longer than to read them: all rules
// for the command, and the whole linter for PodLint.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, relative, resolve, sep } from 'node:path';

const IMPORT = /^const (\w+) = require\("(.+)"\);$/gm;

putInto(resolve('lib/lint/charts/pod-lint.js'), resolve('lib/lint'));
putInto(resolve('lib/lint/rules/index.js'), resolve('lib/lint/rules'));

/** Each file of the folder that the other one needs becomes a block in it, after those that it needs itself. Imports from elsewhere come first. */
function putInto(file, folder) {
  const imports = [];
  const blocks = [];
  const variables = new Map();

  function codeOf(path) {
    const { resolve: found } = createRequire(path);
    return readFileSync(path, 'utf8').replace(IMPORT, (_, variable, name) => `const ${variable} = ${variableOf(name.startsWith('.') ? found(name) : name)};`);
  }

  function variableOf(path) {
    if (!variables.has(path)) {
      const variable = `${nameOf(file)}_${nameOf(path)}`;
      variables.set(path, variable);
      if (path.startsWith(folder + sep)) {
        blocks.push(`const ${variable} = {};\n{\nconst exports = ${variable};\n${codeOf(path).replace(/^var /gm, 'let ')}}\n`);
      } else {
        imports.push(`const ${variable} = require("${path.startsWith('/') ? relative(dirname(file), path) : path}");\n`);
      }
    }
    return variables.get(path);
  }

  const code = codeOf(file);
  if (blocks.length > 0) { // none after the first time
    writeFileSync(file, ['"use strict";\n', ...imports, ...blocks, code].join(''));
  }
}

function nameOf(path) {
  return relative(resolve('lib'), resolve('lib', path)).replace(/\W/g, '_');
}
