import { cdk8s, github, javascript } from 'projen';

const NODE = '20';

const project = new cdk8s.ConstructLibraryCdk8s({
  name: 'cdk8s-pod-patterns',
  description: 'Multi-container pod patterns for Kubernetes that really work: log sidecars, ambassadors, proxies, metrics, telemetry and migrations, for cdk8s',
  keywords: ['cdk8s', 'kubernetes', 'sidecar', 'ambassador', 'adapter', 'init-container', 'logging', 'pod'],
  author: 'cdk8s-pod-patterns contributors',
  authorAddress: 'https://github.com/cdk8s-pod-patterns/cdk8s-pod-patterns',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk8s-pod-patterns/cdk8s-pod-patterns.git',
  license: 'Apache-2.0',
  defaultReleaseBranch: 'main',

  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.9.0',
  workflowNodeVersion: NODE,
  projenrcTs: true,
  projenVersion: '0.103.25',

  cdk8sVersion: '2.70.0',
  constructsVersion: '10.3.0',
  jsiiVersion: '~5.9',
  typescriptVersion: '~5.9',
  peerDeps: ['cdk8s-plus-28@^2.5.6'],
  // For the command alone: nothing that an import of the library loads needs them.
  bundledDeps: ['commander@^14', 'js-yaml@^4', 'picocolors@^1', 'picomatch@^4', 'tinyglobby@^0.2', 'yaml@^2'],
  devDeps: [
    '@bufbuild/cel@^0.6', '@bufbuild/protobuf@^2', '@types/js-yaml@^4', '@types/node@^20', '@types/node-forge@^1', '@types/picomatch@^4', '@types/sarif@^2', 'ajv@^8', 'cdk8s-cli@2.207.60', 'dependency-cruiser@^16', 'fast-check@^4', 'fast-xml-parser@^5', 'jest-environment-node@^30',
    'jsii-rosetta@~5.9', 'node-forge@^1',
  ],
  bin: { 'cdk8s-pod-patterns': 'lib/cli/main.js' },

  sampleCode: false,
  integrationTestAutoDiscover: false,
  eslintOptions: {
    commandOptions: { fix: false }, // a check that repairs what it finds never fails
    dirs: ['src'],
    devdirs: ['test', 'examples', 'projenrc', '.projenrc.ts'],
  },
  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    configFilePath: 'jest.config.json',
    jestConfig: {
      roots: ['<rootDir>/test'],
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
      setupFiles: ['<rootDir>/test/support/property-seed.ts'],
      testEnvironment: '<rootDir>/test/support/compiled-once.mjs',
      testTimeout: 60_000,
      maxWorkers: 4, // more than small machines have processors: half of the time, tests wait for programs
      collectCoverage: false,
      reporters: [new javascript.JestReporter('<rootDir>/test/support/sum-reporter.mjs')],
    },
  },
  gitignore: ['/dist/', '/lib/', '/.jsii', '/tsconfig.json', '/.jsii.tabl.json', '*.tgz', '/test-reports/', '/coverage/'],
});

// npm rejects the lock file that it writes for newer versions of this transitive dependency.
project.package.addPackageResolutions('unrs-resolver@1.12.2');

// Later versions of this transitive dependency compile themselves while they are installed.
project.package.addPackageResolutions('@parcel/watcher@2.5.1');

// A lock file without download addresses installs from any registry.
project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');

for (const path of ['/examples/', '/bench/', '/docs/', '/projenrc/', '/cdk8s.yaml', '/.ci/', '/jest.config.json', '/ARCHITECTURE.md', '/CONTRIBUTING.md', '/MIGRATION.md', '/.dependency-cruiser.js', '/*.tgz']) {
  project.addPackageIgnore(path);
}

// Source maps would be two thirds of what is read when the package is loaded; what is compiled reads like its source.
for (const option of ['inlineSourceMap', 'inlineSources']) {
  project.tsconfig!.file.addDeletionOverride(`compilerOptions.${option}`);
}

// jsii: nothing old stays in lib/, warnings fail the build, and what it does not copy (scripts) is copied beside the compiled code.
project.compileTask.reset('node -e "fs.rmSync(\'lib\', { recursive: true, force: true })"');
project.compileTask.exec('jsii --fail-on-warnings');
project.compileTask.exec('node projenrc/copy-scripts.mjs');
project.compileTask.exec('node projenrc/argument-types.mjs');
project.compileTask.exec('node projenrc/lazy-exports.mjs');
project.compileTask.exec('node projenrc/lint-in-one-file.mjs');
project.compileTask.exec('node projenrc/rule-pages.mjs');
project.postCompileTask.exec('jsii-rosetta extract --strict --output .jsii.tabl.json .');

// Type checks that ts-jest leaves out, for everything that jsii does not compile.
const TYPE_CHECK = 'tsc --noEmit -p test/tsconfig.json';
project.testTask.prependExec(TYPE_CHECK);

// The rooms of src: who may know whom.
project.tasks.tryFind('eslint')!.exec('depcruise src --config .dependency-cruiser.js');
project.eslint!.addOverride({ files: ['src/**/*.ts'], rules: { 'max-lines': ['error', 250] } });

const PROCESSES = ['child_process', 'node:child_process', 'cluster', 'node:cluster'].map((name) => (
  { name, message: 'Take a Program from a guard of test/support/programs.ts.' }));

// One module of the tests starts processes: whoever needs a program gets it inside a guard that asks whether it is there.
project.eslint!.addOverride({
  files: ['test/**/*.ts'],
  excludedFiles: ['test/support/programs.ts'],
  rules: {
    'no-restricted-imports': ['error', { paths: PROCESSES }],
    'no-restricted-syntax': ['error', {
      selector: "ImportExpression, CallExpression[callee.name='require'], CallExpression[callee.property.name='getBuiltinModule']",
      message: 'Import at the top of the file.',
    }, {
      selector: "MemberExpression[property.name='skip'][object.name=/^(describe|test|it)$/], CallExpression[callee.name=/^(xtest|xit|xdescribe)$/]",
      message: 'Use a guard of test/support/programs.ts, which says why.',
    }],
  },
} as any);

// On a cluster, manifests are for the version of that cluster.
project.eslint!.addOverride({
  files: ['test/e2e/**/*.ts'],
  excludedFiles: ['test/e2e/support/examples.ts'],
  rules: {
    'no-restricted-imports': ['error', {
      paths: [...PROCESSES, { name: 'cdk8s', importNames: ['App'], message: 'Use appIn() of support/examples.ts, which knows the version of the cluster.' }],
    }],
  },
} as any);

const synth = project.addTask('synth:examples', {
  description: 'Writes the manifests of all examples to dist/manifests',
  exec: 'cdk8s synth --no-check-upgrade',
});
const check = project.addTask('check', { description: 'Compiles, generates API.md and runs the tests of levels 1 to 3' });
check.spawn(project.compileTask);
check.exec(`node projenrc/at-once.mjs "projen ${project.postCompileTask.name}" "${TYPE_CHECK}" "projen eslint"`); // each uses one processor
check.exec('jest --passWithNoTests --ci');
const e2e = project.addTask('e2e', {
  description: 'Runs the end-to-end tests on the cluster that KUBECONFIG names',
  steps: [{ exec: 'jest --config test/e2e/jest.config.json', receiveArgs: true }],
});
const e2eAll = project.addTask('e2e:all', {
  description: 'Runs the end-to-end tests, the native twin of every example too',
  env: { E2E_ALL: '1' },
  steps: [{ exec: 'jest --config test/e2e/jest.config.json', receiveArgs: true }],
});
// On other versions of Kubernetes: every example is accepted, every pattern does its job once, and containers start and stop as the timeline says.
const VERSIONED_TESTS = ['versions/', 'security/assigned-users', 'existing/included', 'injection/', 'pod/timeline', 'pod/grace-period'];
const e2eVersions = project.addTask('e2e:versions', {
  description: 'Runs the end-to-end tests that other versions of Kubernetes are tried with',
  steps: [{ exec: `jest --config test/e2e/jest.config.json ${VERSIONED_TESTS.map((path) => `test/e2e/${path}`).join(' ')}` }],
});
const bench = project.addTask('bench', {
  description: 'Compares synthesis with hand-written cdk8s-plus code',
  steps: [{ exec: 'node bench/run.mjs', receiveArgs: true }],
});
const benchLint = project.addTask('bench:lint', {
  description: 'Measures the linter on many files',
  steps: [{ exec: 'node bench/lint.mjs', receiveArgs: true }],
});
const scripts = { synth, 'test': check, e2e, 'e2e:all': e2eAll, 'e2e:versions': e2eVersions, bench, 'bench:lint': benchLint };
for (const [name, task] of Object.entries(scripts)) {
  project.setScript(name, `npx projen ${task.name}`);
}

// Examples and the project's own programs are checked with the tests; the linter wants a tsconfig.json beside what it reads.
for (const folder of ['examples', 'projenrc']) {
  project.tsconfigDev.addInclude(`../${folder}/**/*.ts`);
}
project.tsconfigDev.addInclude('../.projenrc.ts');
new javascript.TypescriptConfig(project, {
  fileName: 'examples/tsconfig.json',
  extends: javascript.TypescriptConfigExtends.fromPaths(['../tsconfig.json']),
  include: ['**/*.ts'],
  compilerOptions: { noEmit: true, rootDir: '..' },
});

// https://github.com/kubernetes-sigs/kind/releases
const KIND = 'v0.33.0';
const KIND_NODES = [
  { kubernetes: 'v1.30.13', tests: 'e2e:versions' },
  { kubernetes: 'v1.34.0', tests: 'e2e' },
  { kubernetes: 'v1.37.0', tests: 'e2e:versions' },
];

const workflow = project.github!.addWorkflow('e2e');
workflow.on({ pullRequest: {}, push: { branches: ['main'] }, workflowDispatch: {} });
workflow.addJob('e2e', {
  name: 'Kubernetes ${{ matrix.kubernetes }}',
  runsOn: ['ubuntu-latest'],
  permissions: { contents: github.workflows.JobPermission.READ },
  timeoutMinutes: 60,
  strategy: { failFast: false, matrix: { include: KIND_NODES } },
  steps: [
    { name: 'Checkout', uses: 'actions/checkout@v5' },
    { name: 'Setup Node', uses: 'actions/setup-node@v5', with: { 'node-version': NODE } },
    { name: 'Start kind', uses: 'helm/kind-action@v1', with: { version: KIND, cluster_name: 'e2e', node_image: 'kindest/node:${{ matrix.kubernetes }}', wait: '120s' } },
    { name: 'Install', run: 'npm ci' },
    { name: 'Compile', run: 'npx projen compile' },
    { name: 'End-to-end tests', run: 'npm run ${{ matrix.tests }}' },
  ],
});

project.synth();
