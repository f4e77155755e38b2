import { ChildProcess, spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';

const SCRIPTS = path.join(__dirname, '../../../src/init/scripts');
const NOBODY = 65534;
/** Servers refuse to run as root. */
export const asNobody: { uid?: number; gid?: number } = process.getuid!() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

export const PASSWORD = 'a\'b"c$d\\e%41@f/g h#ü`id`&=;?+';

function find(program: string, ...folders: string[]): string | undefined {
  const versions = fs.existsSync('/usr/lib/postgresql') ? fs.readdirSync('/usr/lib/postgresql').map((version) => `/usr/lib/postgresql/${version}/bin`) : [];
  return [...versions, ...(process.env.PATH ?? '').split(':'), '/usr/sbin', ...folders].map((folder) => path.join(folder, program)).find((file) => fs.existsSync(file));
}

export const INITDB = find('initdb');
export const POSTGRES = INITDB && path.join(path.dirname(INITDB), 'postgres');
export const MARIADBD = find('mariadbd');

export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** What a run of a migration script printed, and how it ended. */
export interface Outcome {
  readonly status: number | null;
  readonly output: string;
}

/** A run that can be killed with all that it has started. */
export interface Run {
  readonly process: ChildProcess;
  readonly done: Promise<Outcome>;
}

/** A database server with an empty database, and a folder with migrations for it. */
export abstract class TestServer {
  public readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'database-'));
  protected readonly data = path.join(this.folder, 'data');
  public port = 0;
  private server?: ChildProcess;
  private readonly runs: ChildProcess[] = [];

  /** What the scripts of this database are named after. */
  protected abstract readonly client: string;

  /** @param options more words for the server */
  constructor(protected readonly options: string[] = []) {}

  public async open(): Promise<void> {
    this.port = await freePort();
    fs.mkdirSync(this.data);
    if (asNobody.uid) {
      fs.chmodSync(this.folder, 0o755);
      fs.chownSync(this.data, NOBODY, NOBODY);
    }
    const [program, ...args] = this.prepare();
    this.server = spawn(program, args, { ...asNobody, stdio: ['ignore', 'ignore', 'ignore'] });
    const deadline = Date.now() + 30_000;
    while (this.ask('SELECT 1;').status !== 0) {
      if (Date.now() > deadline) {
        throw new Error(`${program} does not answer: ${this.ask('SELECT 1;').stderr}`);
      }
      await pause(200);
    }
  }

  public async close(): Promise<void> {
    this.runs.forEach((run) => kill(run));
    this.server?.kill('SIGKILL');
    await pause(100);
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  public abstract reset(): void;

  public query(sql: string): string {
    const { status, stdout, stderr } = this.ask(sql);
    expect([status, stderr]).toEqual([0, '']);
    return stdout.trim();
  }

  public write(file: string, text: string): void {
    fs.writeFileSync(path.join(this.folder, file), text);
  }

  /** Starts the script as in a pod; it can be killed with all that it has started. */
  public start(files: string[], env: { [name: string]: string } = {}): Run {
    return this.spawn(`migrate-${this.client}.sh`, files, env);
  }

  /** Starts to wait for the migrations, as the pods do beside a Job. */
  public await(files: string[], seconds: number): Run {
    return this.spawn('await.sh', ['files', this.client, ...files], { AWAIT_NAME: 'web-1a2b', AWAIT_TIMEOUT: String(seconds) });
  }

  private spawn(script: string, args: string[], env: { [name: string]: string }): Run {
    const child = spawn('sh', [path.join(SCRIPTS, script), ...args], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, HOSTNAME: 'web-1', ...this.env(), MIGRATIONS_FOLDER: this.folder, MIGRATIONS_TABLE: 'history', MIGRATIONS_LOCK_TIMEOUT: '20', ...env },
    });
    this.runs.push(child);
    let output = '';
    child.stdout!.on('data', (chunk) => output += chunk);
    child.stderr!.on('data', (chunk) => output += chunk);
    return { process: child, done: new Promise((resolve) => child.on('close', (status) => resolve({ status, output }))) };
  }

  public run(files: string[], env: { [name: string]: string } = {}): Promise<Outcome> {
    return this.start(files, env).done;
  }

  protected abstract prepare(): string[];
  protected abstract env(): { [name: string]: string };
  protected abstract ask(sql: string): { status: number | null; stdout: string; stderr: string };
}

export class PostgresServer extends TestServer {
  protected readonly client = 'psql';
  public readonly user = 'o\'n"e $x\\y #ü';

  public async open(): Promise<void> {
    await super.open();
    this.query(`CREATE ROLE "${this.user.replace(/"/g, '""')}" SUPERUSER LOGIN PASSWORD '${PASSWORD.replace(/'/g, "''")}';`);
  }

  public reset(): void {
    this.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public;');
  }

  protected prepare(): string[] {
    spawnSync(INITDB!, ['-D', this.data, '-U', 'postgres', '-A', 'trust', '--auth-host', 'scram-sha-256', '-E', 'UTF8', '--locale=C'], { ...asNobody });
    return [POSTGRES!, '-D', this.data, '-k', this.data, '-p', String(this.port), '-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off',
      ...this.options];
  }

  protected env(): { [name: string]: string } {
    return { PGHOST: '127.0.0.1', PGPORT: String(this.port), PGDATABASE: 'postgres', PGUSER: this.user, PGPASSWORD: PASSWORD };
  }

  protected ask(sql: string): { status: number | null; stdout: string; stderr: string } {
    return spawnSync('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1'], {
      input: `SET client_min_messages = warning; ${sql}`, encoding: 'utf8', env: { ...process.env, ...this.env(), PGHOST: this.data, PGUSER: 'postgres' },
    });
  }
}

export class MariadbServer extends TestServer {
  protected readonly client = 'mariadb';
  public readonly user = 'o\'n"e $x\\y #ü';

  public async open(): Promise<void> {
    await super.open();
    const text = (value: string) => `'${value.replace(/[\\']/g, '\\$&')}'`;
    this.query(`DELETE FROM mysql.global_priv WHERE user = ''; FLUSH PRIVILEGES; CREATE USER ${text(this.user)} IDENTIFIED BY ${text(PASSWORD)};`
      + ` GRANT ALL ON *.* TO ${text(this.user)}; CREATE DATABASE testdb; SET GLOBAL log_output = 'TABLE'; SET GLOBAL general_log = 1;`);
  }

  public reset(): void {
    this.query('DROP DATABASE testdb; CREATE DATABASE testdb; TRUNCATE mysql.general_log;');
  }

  /** How often the server was told to do this. */
  public told(begin: string): string {
    return this.query(`SELECT COUNT(*) FROM mysql.general_log WHERE command_type = 'Query' AND argument LIKE '${begin}%';`);
  }

  protected prepare(): string[] {
    spawnSync('mariadb-install-db', ['--no-defaults', `--datadir=${this.data}`, '--auth-root-authentication-method=normal'], { ...asNobody });
    return [MARIADBD!, '--no-defaults', `--datadir=${this.data}`, `--port=${this.port}`, '--bind-address=127.0.0.1', `--socket=${this.data}/s`,
      ...this.options];
  }

  protected env(): { [name: string]: string } {
    return { DB_HOST: '127.0.0.1', DB_PORT: String(this.port), DB_NAME: 'testdb', DB_USER: this.user, MYSQL_PWD: PASSWORD };
  }

  protected ask(sql: string): { status: number | null; stdout: string; stderr: string } {
    return spawnSync('mariadb', ['--no-defaults', '-uroot', `--socket=${this.data}/s`, '--batch', '--skip-column-names', '--default-character-set=utf8mb4'],
      { input: sql, encoding: 'utf8' });
  }
}

/** Kills a run with everything that it has started, as the end of a container does. */
export function kill(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(-child.pid!, signal);
  } catch {
    // it has ended
  }
}
