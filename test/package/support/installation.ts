import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');
const PEERS = ['cdk8s', 'cdk8s-plus-28', 'constructs'].map((name) => join(ROOT, 'node_modules', name));

/** An empty CommonJS project in which the packed tarball of this package is installed, with its peers and nothing else. */
export class Installation {
  private readonly folder = mkdtempSync(join(tmpdir(), 'installation-'));

  /** Packs and installs, and returns the paths of the files in the tarball. */
  public install(): string[] {
    compileIfNeeded();
    const [packed] = JSON.parse(run(ROOT, 'npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', this.folder));
    const tarball = join(this.folder, packed.filename);
    writeFileSync(join(this.folder, 'package.json'), JSON.stringify({ name: 'app', private: true }));
    run(this.folder, 'npm', 'install', '--offline', '--ignore-scripts', '--install-links', '--no-audit', '--no-fund', tarball, ...PEERS);
    return packed.files.map(({ path }: { path: string }) => path);
  }

  /** Runs a program in the project and returns what it prints. */
  public run(program: string): string {
    writeFileSync(join(this.folder, 'app.js'), program);
    return run(this.folder, 'node', 'app.js');
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** `npm test` has compiled before it comes here; whoever runs jest alone may not have. */
function compileIfNeeded(): void {
  const lib = join(ROOT, 'lib');
  if (!existsSync(lib) || newest(lib) < newest(join(ROOT, 'src'))) {
    run(ROOT, 'npx', 'jsii', '--fail-on-warnings');
    run(ROOT, 'node', 'projenrc/copy-scripts.mjs');
    run(ROOT, 'node', 'projenrc/lazy-exports.mjs');
  }
}

function newest(folder: string): number {
  return Math.max(...readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => statSync(join(folder, file)).mtimeMs));
}

/** Without the settings that an npm around this test hands down. */
function run(cwd: string, program: string, ...args: string[]): string {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith('npm_')));
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0) {
    throw new Error(`'${program} ${args[0]}' ends with ${status}:\n${stdout}\n${stderr}`);
  }
  return stdout;
}
