import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { describeEach, Finished } from '../support/programs';

const SCRIPTS = path.join(__dirname, '../../src/ambassador/scripts');

describeEach(['busybox', 'dash'], 'in %s, with no program but the shell', (shell) => {
  let folder: string;
  beforeEach(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'start-')); });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  /** Runs a script with a program of its name that says how it was started. */
  function start(program: string, resolvConf = '', env: { [name: string]: string } = {}): Finished {
    const file = (name: string, text: string, mode = 0o644) => fs.writeFileSync(path.join(folder, name), text, { mode });
    const own = shell.linkAs(path.join(folder, 'sh'));
    file(program, `#!${own.file}\necho "$*|\${NAMESPACE_DOMAIN-}|\${CLUSTER_DOMAIN-}|\${PGBOUNCER_PASSWORD_1-unset}"\n`, 0o755);
    file('resolv.conf', resolvConf);
    return own.run([path.join(SCRIPTS, `start-${program}.sh`), path.join(folder, 'resolv.conf')], {
      env: { PATH: folder, NAMES_FILE: path.join(folder, 'names.conf'), LISTEN_FILE: path.join(folder, 'listen.conf'), LISTEN_IPV6: '[::]:9900', USERS_FILE: path.join(folder, 'users'), ...env },
    });
  }
  const written = (name: string) => fs.readFileSync(path.join(folder, name), 'utf8');

  const POD = 'search shop.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n';

  test.each([
    ['of a pod', POD, '.shop.svc.cluster.local|.cluster.local'],
    ['of another cluster domain, in another order, without a newline at the end', 'nameserver 10.0.0.1\nsearch example.com a.svc.k8s.acme.io svc.k8s.acme.io', '.a.svc.k8s.acme.io|.k8s.acme.io'],
    ['of a node', 'nameserver 10.0.0.1\nsearch example.com\n', '|'],
    ['with something else than a name', 'search $(id).svc.x a;b.svc.x\n', '|'],
    ['that is empty', '', '|'],
  ])('HAProxy starts with the domains of a resolv.conf %s', (_, text, domains) => {
    expect(start('haproxy', text)).toMatchObject({ status: 0, stderr: '', stdout: `-db -f ${SCRIPTS}/haproxy.cfg|${domains}|unset\n` });
  });

  test.each([
    [POD, 'resolver 10.96.0.10 valid=5s ipv6=off;\nmap $pid $namespace_domain { default ".shop.svc.cluster.local"; }\nmap $pid $cluster_domain { default ".cluster.local"; }\n'],
    ['nameserver fd00::a # first\nnameserver 10.0.0.1\n', 'resolver [fd00::a] 10.0.0.1 valid=5s;\nmap $pid $namespace_domain { default ""; }\nmap $pid $cluster_domain { default ""; }\n'],
    ['', 'map $pid $namespace_domain { default ""; }\nmap $pid $cluster_domain { default ""; }\n'],
  ])('nginx starts with the name servers and domains of a resolv.conf: %j', (text, include) => {
    expect(start('nginx', text)).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining(`-c ${SCRIPTS}/nginx.conf -e stderr|`) });
    expect(written('names.conf')).toBe(include);
  });

  test('PgBouncer starts with its users in a file that nobody else reads, and without their passwords in its environment', () => {
    const env = { PGBOUNCER_USER_1: 'a"b', PGBOUNCER_PASSWORD_1: '"\\e$x`id` \'ü', PGBOUNCER_USER_2: 'c', PGBOUNCER_PASSWORD_2: '-n' };
    expect(start('pgbouncer', '', env)).toMatchObject({ status: 0, stderr: '', stdout: `${SCRIPTS}/pgbouncer.ini|||unset\n` });
    expect(written('users')).toBe('"a""b" """\\e$x`id` \'ü" \n"c" "-n" \n');
    expect(fs.statSync(path.join(folder, 'users')).mode.toString(8)).toBe('100600');
  });

  test.each([
    ['is empty', '', 'password of user \'app\' is empty: put one into its Secret\n'],
    ['has a line break', 'secret\n', 'password of user \'app\' has a line break, which PgBouncer cannot read: take it out of the Secret\n'],
  ])('fails when a password of PgBouncer %s', (_, password, message) => {
    expect(start('pgbouncer', '', { PGBOUNCER_USER_1: 'app', PGBOUNCER_PASSWORD_1: password })).toMatchObject({ status: 1, stdout: '', stderr: message });
  });
});
