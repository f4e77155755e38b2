import { once } from 'node:events';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { freePort } from '../../support/ports';
import { killGroup, removeFolder } from '../../support/processes';
import { ChildProcess, ChildProcessWithoutNullStreams, Finished, Program, programPath, required, stop } from '../../support/programs';
import { scriptFile } from '../../support/scripts';
import { until } from '../../support/waiting';

const NOBODY = 65534;
/** Servers refuse to run as root. */
export const asNobody: { uid?: number; gid?: number } = process.getuid!() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

export const PASSWORD = 'a\'b"c$d\\e%41@f/g h#ü`id`&=;?+';

/** What a PostgreSQL needs. */
export const POSTGRES = ['initdb', 'postgres', 'psql'] as const;
/** What a MariaDB needs. */
export const MARIADB = ['mariadb', 'mariadb-install-db', 'mariadbd'] as const;

type Programs<N extends readonly string[]> = { readonly [name in N[number]]: Program };

/** What a run of a migration script printed, and how it ended. */
export interface Outcome {
  readonly status: number | null;
  readonly output: string;
}

/** A run that can be killed with all that it has started. */
export interface Run {
  readonly process: ChildProcess;
  readonly done: Promise<Outcome>;
  /** Waits until it has printed this, so many times. */
  says(text: string, times?: number): Promise<void>;
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
  /** Where its tables are. */
  public abstract readonly schema: string;
  /** What ends it at once, with all its processes. */
  protected readonly quit: NodeJS.Signals = 'SIGKILL';

  /** @param options more words for the server */
  constructor(protected readonly options: string[] = []) {}

  public async open(): Promise<void> {
    this.port = await freePort();
    fs.mkdirSync(this.data);
    if (asNobody.uid) {
      fs.chmodSync(this.folder, 0o755);
      fs.chownSync(this.data, NOBODY, NOBODY);
    }
    this.server = this.startServer();
    await until('the database answers', async () => this.ask('SELECT 1;').status === 0, () => this.ask('SELECT 1;').stderr, 60);
  }

  public async close(): Promise<void> {
    this.runs.forEach((run) => kill(run));
    await (this.server && stop(this.server, this.quit));
    removeFolder(this.folder);
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

  public remove(file: string): void {
    fs.rmSync(path.join(this.folder, file), { force: true });
  }

  /** Starts the script as in a pod; it can be killed with all that it has started. */
  public start(files: string[], env: { [name: string]: string } = {}): Run {
    return this.spawn('migrate-files.sh', [this.client, ...files], env);
  }

  /** Starts to wait for the migrations, as the pods do beside a Job. */
  public await(files: string[], seconds: number, env: { [name: string]: string } = {}): Run {
    return this.spawn('await.sh', ['files', this.client, ...files], { AWAIT_NAME: 'web-1a2b', AWAIT_TIMEOUT: String(seconds), ...env });
  }

  private spawn(script: string, args: string[], env: { [name: string]: string }): Run {
    const child = required('sh').start([scriptFile(script), ...args], {
      detached: true,
      env: { PATH: programPath(), HOSTNAME: 'web-1', ...this.env(), MIGRATIONS_FOLDER: this.folder, MIGRATIONS_TABLE: 'history', MIGRATIONS_LOCK_TIMEOUT: '50', ...env },
    });
    this.runs.push(child);
    child.stdin.end();
    let output = '';
    child.stdout.on('data', (chunk) => output += chunk);
    child.stderr.on('data', (chunk) => output += chunk);
    return {
      process: child,
      done: new Promise((resolve) => child.on('close', (status) => resolve({ status, output }))),
      says: (text, times = 1) => until(`it says '${text}'`, async () => output.split(text).length > times, () => output, 40),
    };
  }

  public run(files: string[], env: { [name: string]: string } = {}): Promise<Outcome> {
    return this.start(files, env).done;
  }

  /** Waits until a statement of a migration runs that has this in it. */
  public async executes(text: string): Promise<void> {
    await until(`'${text}' runs`, async () => this.statements().includes(text), () => this.statements(), 40);
  }

  /** The statements that run. */
  protected abstract statements(): string;
  protected abstract startServer(): ChildProcess;
  protected abstract env(): { [name: string]: string };
  protected abstract ask(sql: string): Finished;
}

export class PostgresServer extends TestServer {
  protected readonly client = 'psql';
  public readonly schema = 'public';
  protected readonly quit = 'SIGQUIT';
  public readonly user = 'o\'n"e $x\\y #ü';

  constructor(private readonly programs: Programs<typeof POSTGRES>, options?: string[]) {
    super(options);
  }

  public async open(): Promise<void> {
    await super.open();
    this.query(`CREATE ROLE "${this.user.replace(/"/g, '""')}" SUPERUSER LOGIN PASSWORD '${PASSWORD.replace(/'/g, "''")}';`);
  }

  public reset(): void {
    this.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public;');
  }

  protected statements(): string {
    return this.query("SELECT string_agg(query, chr(10)) FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid();");
  }

  protected startServer(): ChildProcess {
    const { initdb, postgres } = this.programs;
    initdb.output(['-D', this.data, '-U', 'postgres', '-A', 'trust', '--auth-host', 'scram-sha-256', '-E', 'UTF8', '--locale=C'], { ...asNobody, cwd: '/' });
    return postgres.start(['-D', this.data, '-k', this.data, '-p', String(this.port), '-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off',
      ...this.options], { ...asNobody, stdio: 'ignore' });
  }

  protected env(): { [name: string]: string } {
    return { PGHOST: '127.0.0.1', PGPORT: String(this.port), PGDATABASE: 'postgres', PGUSER: this.user, PGPASSWORD: PASSWORD };
  }

  protected ask(sql: string): Finished {
    return this.programs.psql.run(['-XAtq', '-v', 'ON_ERROR_STOP=1'], {
      input: `SET client_min_messages = warning; ${sql}`, env: { ...process.env, ...this.env(), PGHOST: this.data, PGUSER: 'postgres' },
    });
  }
}

export class MariadbServer extends TestServer {
  private gate?: ChildProcessWithoutNullStreams;
  protected readonly client = 'mariadb';
  public readonly schema = 'testdb';
  public readonly user = 'o\'n"e $x\\y #ü';

  constructor(private readonly programs: Programs<typeof MARIADB>, options?: string[]) {
    super(options);
  }

  public async open(): Promise<void> {
    await super.open();
    const text = (value: string) => `'${value.replace(/[\\']/g, '\\$&')}'`;
    this.query(`DELETE FROM mysql.global_priv WHERE user = ''; FLUSH PRIVILEGES; CREATE USER ${text(this.user)} IDENTIFIED BY ${text(PASSWORD)};`
      + ` GRANT ALL ON *.* TO ${text(this.user)}; CREATE DATABASE testdb; SET GLOBAL log_output = 'TABLE'; SET GLOBAL general_log = 1;`);
  }

  public reset(): void {
    this.openGate();
    const sessions = this.query("SELECT id FROM information_schema.processlist WHERE user NOT IN ('root', 'system user');");
    sessions.split('\n').filter(Boolean).forEach((id) => this.ask(`KILL ${id};`));
    this.query('DROP DATABASE testdb; CREATE DATABASE testdb; TRUNCATE mysql.general_log;');
  }

  /** Has `GET_LOCK('gate', 600)` wait until the gate is open. */
  public async closeGate(): Promise<void> {
    this.gate = this.programs.mariadb.start([...this.asRoot, '--unbuffered']);
    this.gate.stdin.write("SELECT GET_LOCK('gate', 50);\n");
    await once(this.gate.stdout, 'data');
  }

  public openGate(): void {
    this.gate?.stdin.end();
    this.gate = undefined;
  }

  private get asRoot(): string[] {
    return ['--no-defaults', '-uroot', `--socket=${this.data}/s`, '--batch', '--skip-column-names', '--default-character-set=utf8mb4'];
  }

  /** How often the server was told to do this. */
  public told(begin: string): string {
    return this.query(`SELECT COUNT(*) FROM mysql.general_log WHERE command_type = 'Query' AND argument LIKE '${begin}%';`);
  }

  protected statements(): string {
    return this.query('SELECT info FROM information_schema.processlist WHERE info IS NOT NULL AND id <> CONNECTION_ID();');
  }

  protected startServer(): ChildProcess {
    const { mariadbd, 'mariadb-install-db': install } = this.programs;
    install.output(['--no-defaults', `--datadir=${this.data}`, '--auth-root-authentication-method=normal'], { ...asNobody, cwd: '/' });
    return mariadbd.start(['--no-defaults', `--datadir=${this.data}`, `--port=${this.port}`, '--bind-address=127.0.0.1', `--socket=${this.data}/s`,
      ...this.options], { ...asNobody, stdio: 'ignore' });
  }

  protected env(): { [name: string]: string } {
    return { DB_HOST: '127.0.0.1', DB_PORT: String(this.port), DB_NAME: 'testdb', DB_USER: this.user, MYSQL_PWD: PASSWORD };
  }

  protected ask(sql: string): Finished {
    return this.programs.mariadb.run(this.asRoot, { input: sql });
  }
}

/** Kills a run with everything that it has started, as the end of a container does. */
export function kill(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): void {
  killGroup(child.pid!, signal);
}
