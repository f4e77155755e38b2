// jsii copies compiled TypeScript only: the scripts that ConfigMaps are made of go to lib/ beside it.
import { cpSync, statSync } from 'node:fs';
import { extname } from 'node:path';

const SCRIPTS = new Set(['.sh', '.awk', '.lua', '.rb', '.sql']);

cpSync('src', 'lib', {
  recursive: true,
  filter: (file) => statSync(file).isDirectory() || SCRIPTS.has(extname(file)),
});
