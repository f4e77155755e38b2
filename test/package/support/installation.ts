import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Program, required } from '../../support/programs';

/** What the README's commands need, so what is always there. */
const [NODE, NPM, NPX] = (['node', 'npm', 'npx'] as const).map(required);
const ROOT = join(__dirname, '../../..');
const PEERS = ['cdk8s', 'cdk8s-plus-28', 'constructs'].map((name) => join(ROOT, 'node_modules', name));

/** An empty CommonJS project in which the packed tarball of this package is installed, with its peers and nothing else. */
export class Installation {
  private readonly folder = mkdtempSync(join(tmpdir(), 'installation-'));

  /** Packs and installs, and returns the paths of the files in the tarball. */
  public install(): string[] {
    compileIfNeeded();
    const [packed] = JSON.parse(run(ROOT, NPM, 'pack', '--json', '--ignore-scripts', '--pack-destination', this.folder));
    const tarball = join(this.folder, packed.filename);
    writeFileSync(join(this.folder, 'package.json'), JSON.stringify({ name: 'app', private: true }));
    run(this.folder, NPM, 'install', '--offline', '--ignore-scripts', '--install-links', '--no-audit', '--no-fund', tarball, ...PEERS);
    return packed.files.map(({ path }: { path: string }) => path);
  }

  /** Runs a program in the project and returns what it prints. */
  public run(program: string): string {
    writeFileSync(join(this.folder, 'app.js'), program);
    return run(this.folder, NODE, 'app.js');
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** `npm test` has compiled before it comes here; whoever runs jest alone may not have. */
export function compileIfNeeded(): void {
  const lib = join(ROOT, 'lib');
  if (!existsSync(lib) || newest(lib) < newest(join(ROOT, 'src'))) {
    run(ROOT, NPX, 'jsii', '--fail-on-warnings');
    run(ROOT, NODE, 'projenrc/copy-scripts.mjs');
    run(ROOT, NODE, 'projenrc/argument-types.mjs');
    run(ROOT, NODE, 'projenrc/lazy-exports.mjs');
    run(ROOT, NODE, 'projenrc/lint-in-one-file.mjs');
  }
}

function newest(folder: string): number {
  return Math.max(...readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => statSync(join(folder, file)).mtimeMs));
}

/** Without the settings that an npm around this test hands down. */
function run(cwd: string, program: Program, ...args: string[]): string {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith('npm_')));
  return program.output(args, { cwd, env });
}
