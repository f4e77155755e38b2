import { Namespace } from './namespace';

/** A password with everything that shells, URLs, SQL and option files take for something else. */
export const PASSWORD = 'a\'b"c$d\\e%41@f/g h#ü`id`&=;?+';

/** A database server in the namespace of a test; its password is in a Secret of its own. */
export interface DatabaseServer {
  /** Runs SQL; gives the rows, values separated by tabs. */
  query(sql: string): Promise<string>;
}

/**
 * `mariadb:3306` with root, the database testdb, and the Secret mariadb-root. It notes every statement.
 *
 * @param headless whether the name leads to the pod itself
 */
export function startMariadb(namespace: Namespace, headless = false): Promise<DatabaseServer> {
  return start(namespace, {
    headless,
    name: 'mariadb',
    image: 'mariadb:10.11.14',
    port: 3306,
    secret: 'mariadb-root',
    folder: '/var/lib/mysql',
    args: ['--general-log=1', '--log-output=TABLE'],
    env: { MARIADB_DATABASE: 'testdb' },
    password: 'MARIADB_ROOT_PASSWORD',
    client: 'MYSQL_PWD="$MARIADB_ROOT_PASSWORD" mariadb "$@" -uroot --batch --skip-column-names --default-character-set=utf8mb4',
  });
}

/** `postgres:5432` with postgres, the database testdb, and the Secret postgres-root. */
export function startPostgres(namespace: Namespace): Promise<DatabaseServer> {
  return start(namespace, {
    name: 'postgres',
    image: 'postgres:17.6',
    port: 5432,
    secret: 'postgres-root',
    folder: '/var/lib/postgresql/data',
    args: [],
    env: { POSTGRES_DB: 'testdb', PGDATA: '/var/lib/postgresql/data/pgdata' },
    password: 'POSTGRES_PASSWORD',
    client: 'PGPASSWORD="$POSTGRES_PASSWORD" psql "$@" -U postgres -XAtq -F "$(printf "\\t")" -v ON_ERROR_STOP=1 testdb',
  });
}

interface Server {
  readonly headless?: boolean;
  readonly name: string;
  readonly image: string;
  readonly port: number;
  readonly secret: string;
  readonly folder: string;
  readonly args: string[];
  readonly env: { [name: string]: string };
  readonly password: string;
  /** Gets the host as `-h HOST` in "$@". */
  readonly client: string;
}

/** SQL that goes on when somebody calls `openGate`, in a program that does not know how long it will be kept waiting. */
export const GATE = 'DO $$ BEGIN WHILE NOT EXISTS (SELECT FROM pg_class WHERE relname = \'gate\') LOOP PERFORM pg_sleep(0.2); END LOOP; END $$;\n';

/** Lets PostgreSQL go on behind GATE. */
export function openGate(server: DatabaseServer): Promise<string> {
  return server.query('CREATE TABLE public.gate ();');
}

async function start(namespace: Namespace, server: Server): Promise<DatabaseServer> {
  const { name, port, secret, password } = server;
  const passwordEnv = { name: password, valueFrom: { secretKeyRef: { name: secret, key: 'password' } } };
  await namespace.apply([
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: secret }, stringData: { password: PASSWORD } },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name },
      spec: { selector: { server: name }, ports: [{ port }], ...server.headless && { clusterIP: 'None' } },
    },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, labels: { server: name } },
      spec: {
        securityContext: { fsGroup: 999, runAsNonRoot: true, runAsUser: 999, runAsGroup: 999, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [{
          name,
          image: server.image,
          args: server.args,
          env: [...Object.entries(server.env).map(([key, value]) => ({ name: key, value })), passwordEnv],
          resources: { requests: { cpu: '20m', memory: '128Mi' } },
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
          readinessProbe: { tcpSocket: { port }, periodSeconds: 1 },
          volumeMounts: [{ name: 'data', mountPath: server.folder }],
        }],
        volumes: [{ name: 'data', emptyDir: {} }],
      },
    },
  ]);
  await namespace.ready(name);
  const ask = async (host: string, sql: string) => (
    (await namespace.exec(name, name, `set -- -h ${host}; ${server.client} <<'END_OF_SQL'\n${sql}\nEND_OF_SQL`)).toString().trim());
  await namespace.until(`the Service leads to ${name}, which answers`, () => ask(name, 'SELECT 1;'));
  return { query: (sql) => ask('127.0.0.1', sql) };
}
