// Prints what importing this library costs over cdk8s-plus alone, in milliseconds, in a process of its own.
require('cdk8s-plus-28');
const start = performance.now();
require('../lib');
console.log(JSON.stringify({ milliseconds: performance.now() - start }));
