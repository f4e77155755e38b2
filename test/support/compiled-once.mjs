import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

/*
 * Jest gives every test file modules of its own, and has V8 compile all of them again for each file, which takes longer than most tests.
 * Here a worker compiles the text of a module once, and runs it anew in the context of each test file. `import()` needs more than that, and is not supported.
 */
const compiled = new Map();

vm.compileFunction = (code, parameters, { filename, parsingContext }) => {
  const head = `(function (${parameters.join()}) {`;
  let known = compiled.get(filename);
  if (known?.code !== code || known.head !== head) {
    known = { code, head, script: new vm.Script(`${head}${code}\n})`, { filename, columnOffset: -head.length }) };
    compiled.set(filename, known);
  }
  return known.script.runInContext(parsingContext);
};

export default TestEnvironment;
