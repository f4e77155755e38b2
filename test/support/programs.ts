import { ChildProcess, ChildProcessWithoutNullStreams, spawn, SpawnOptions, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

/*
 * The only module that looks for programs and starts processes; the linter refuses `node:child_process` everywhere else.
 *
 * A program that need not be installed is a value that exists only inside a guard, and whatever starts a program takes that value,
 * so that a test without a guard does not compile:
 *
 *   describeProgram('nginx', 'the configuration of a proxy', (nginx) => {
 *     test('is valid', () => expect(nginx.run(['-t', '-c', file])).toMatchObject({ status: 0, stderr: '' }));
 *   });
 *
 * Where the program is not on the PATH, the guard is one skipped test that says so. With REQUIRE_PROGRAMS=1 it is a failed test,
 * unless allowed-skips.json names the program and the reason.
 */

export type { InstalledProgram as Program };
export type { ChildProcess, ChildProcessWithoutNullStreams };

export interface RunOptions {
  readonly cwd?: string;
  /** @default - the environment of the tests */
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string | Uint8Array;
  /** Of what it prints. @default 'utf8' */
  readonly encoding?: BufferEncoding;
  readonly uid?: number;
  readonly gid?: number;
  /** In milliseconds. */
  readonly timeout?: number;
}

/** What a program printed, and how it ended. */
export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

class InstalledProgram {
  /** @param first arguments that stand before all others, such as the applet of busybox */
  constructor(public readonly name: string, public readonly file: string, private readonly first: string[] = []) {}

  /** What a shell starts it with. */
  public get words(): string[] {
    return [this.file, ...this.first];
  }

  /** Runs it to its end; fails when it cannot be started. */
  public run(args: string[], options: RunOptions = {}): Finished {
    const { status, stdout, stderr, error } = spawnSync(this.file, [...this.first, ...args], { encoding: 'utf8', maxBuffer: 2 ** 30, ...options });
    if (error) {
      throw error;
    }
    return { status, stdout, stderr };
  }

  /** What it prints; fails when its exit code is not 0. */
  public output(args: string[], options: RunOptions = {}): string {
    const { status, stdout, stderr } = this.run(args, options);
    if (status !== 0) {
      throw new Error(`'${this.name} ${args.join(' ').slice(0, 200)}' ends with ${status}:\n${stdout}\n${stderr}`);
    }
    return stdout;
  }

  /** Starts it, with pipes unless the options say otherwise. */
  public start(args: string[]): ChildProcessWithoutNullStreams;
  public start(args: string[], options: SpawnOptions & { stdio?: undefined }): ChildProcessWithoutNullStreams;
  public start(args: string[], options: SpawnOptions): ChildProcess;
  public start(args: string[], options: SpawnOptions = {}): ChildProcess {
    return spawn(this.file, [...this.first, ...args], options);
  }

  /** The same program by a link, as which busybox is the applet of that name; for a folder that is a PATH. */
  public linkAs(link: string): InstalledProgram {
    fs.symlinkSync(fs.realpathSync(this.file), link);
    return new InstalledProgram(path.basename(link), link);
  }
}

/** Tells a process to end, if it has not, and waits until it has; gives its exit code. */
export async function stop(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const exit = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await exit;
  }
  return child.exitCode;
}

/**
 * Tests that need a program.
 *
 * @param command the program, with words that stand before all arguments, such as `busybox awk`
 */
export function describeProgram(command: string, title: string, tests: (program: InstalledProgram) => void): void {
  describePrograms([command], title, (programs) => tests(programs[command]));
}

/** Tests that need several programs. */
export function describePrograms<N extends string>(
  commands: readonly N[], title: string, tests: (programs: Record<N, InstalledProgram>) => void,
): void {
  guard(commands, title, (programs) => describe(title, () => tests(programs)));
}

/** The same tests for each of some programs; `%s` in the title is the program. */
export function describeEach(commands: readonly string[], title: string, tests: (program: InstalledProgram) => void): void {
  commands.forEach((command) => describeProgram(command, title.replace('%s', command), tests));
}

/** One test that needs a program. */
export function testProgram(command: string, title: string, run: (program: InstalledProgram) => unknown): void {
  guard([command], title, (programs) => test(title, async () => { await run(programs[command]); }));
}

/** Tests that only root can run, such as those that change owners. */
export function describeRoot(title: string, tests: () => void): void {
  if (process.getuid!() === 0) {
    describe(title, tests);
  } else {
    leaveOut(title, ['root']);
  }
}

/** What is skipped everywhere, each with its reason. */
export function allowedSkips(): { readonly [kind in 'programs' | 'examples' | 'versions']: { readonly [name: string]: string } } {
  return JSON.parse(fs.readFileSync(path.join(__dirname, 'allowed-skips.json'), 'utf8'));
}

/** A test of an example that allowed-skips.json leaves out. */
export function leaveOutExample(name: string, title: string): void {
  test.skip(`${title} (skipped: ${allowedSkips().examples[name]})`, () => {});
}

/** A test of something that came with a version of Kubernetes, on a cluster of an older one. */
export function leaveOutVersion(version: string, title: string): void {
  test.skip(`${title} (skipped: ${allowedSkips().versions[version]})`, () => {});
}

/** What the commands of the README and of CONTRIBUTING.md need anyway; fails where it is missing. */
export function required(command: 'git' | 'kubectl' | 'node' | 'npm' | 'npx' | 'sh'): InstalledProgram {
  const program = command === 'node' ? new InstalledProgram(command, process.execPath) : find(command);
  if (!program) {
    throw new Error(`'${command}' is not on the PATH: install it`);
  }
  return program;
}

function guard<N extends string>(commands: readonly N[], title: string, define: (programs: Record<N, InstalledProgram>) => void): void {
  const found = commands.map((command) => [command, find(command)] as const);
  const missing = [...new Set(found.filter(([, program]) => !program).map(([command]) => toWords(command)[0]))];
  if (missing.length > 0) {
    leaveOut(title, missing);
  } else {
    define(Object.fromEntries(found) as Record<N, InstalledProgram>);
  }
}

function leaveOut(title: string, missing: string[]): void {
  const name = `${title} (skipped: missing ${missing.join(', ')})`;
  const unexpected = missing.filter((program) => !(program in allowedSkips().programs));
  if (process.env.REQUIRE_PROGRAMS && unexpected.length > 0) {
    test(name, () => { throw new Error(`${unexpected.join(', ')} is not on the PATH: install it, or name it in allowed-skips.json with the reason`); });
  } else {
    test.skip(name, () => {});
  }
}


/** Programs that must be able to do something which not every build of them can. */
const ABLE: { [name: string]: () => string | undefined } = {
  // The official image has the applet, Debian's package has not.
  'busybox with tcpsvd': () => fileOf('tcpsvd'),
  // The official image has it in the program, Debian in a package of its own.
  'nginx with stream': () => {
    const nginx = fileOf('nginx');
    return nginx && (fs.existsSync(STREAM) || /--with-stream( |$)/m.test(spawnSync(nginx, ['-V'], { encoding: 'utf8' }).stderr)) ? nginx : undefined;
  },
};

const STREAM = '/usr/lib/nginx/modules/ngx_stream_module.so';

/** What a configuration begins with that needs nginx's stream module. */
export function loadStream(): string {
  return fs.existsSync(STREAM) ? `load_module ${STREAM};\n` : '';
}

function find(command: string): InstalledProgram | undefined {
  const [name, ...first] = toWords(command);
  const file = name in ABLE ? ABLE[name]() : fileOf(name);
  return file === undefined ? undefined : new InstalledProgram(command, file, first);
}

function fileOf(name: string): string | undefined {
  return folders().map((folder) => path.join(folder, name)).find(isProgram);
}

function toWords(command: string): string[] {
  return command in ABLE ? [command] : command.split(' ');
}

function isProgram(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The PATH of scripts that are to find the same programs as the guards. */
export function programPath(): string {
  return folders().join(path.delimiter);
}

/**
 * Those of the PATH, and before them where Debian has PostgreSQL: only its clients are on the PATH, behind a wrapper that takes five times as long
 * as they do.
 */
function folders(): string[] {
  const onPath = (process.env.PATH ?? '').split(path.delimiter);
  const postgres = '/usr/lib/postgresql';
  const versions = onPath.some((folder) => isProgram(path.join(folder, 'psql'))) && fs.existsSync(postgres) ? fs.readdirSync(postgres) : [];
  return [...versions.map((version) => path.join(postgres, version, 'bin')), ...onPath];
}
