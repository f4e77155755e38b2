import { Chart } from 'cdk8s';
import { AmbassadorProgram, Upstream } from '../../../src';
import { appBehind, passwordOf } from '../support/app-behind';
import { behaviour } from '../support/behaviour';
import { startMariadb } from '../support/databases';
import { Mode } from '../support/examples';
import { startEcho } from '../support/http-echo';
import { restarts } from '../support/namespace';
import { addressOf, killPod, secondsUntil } from '../support/recovery';

function leads(mode: Mode): void {
  behaviour(`nginx (${mode}) leads to HTTP and to MariaDB, finds short names, and finds the database again when its address changes`, async (namespace) => {
    await Promise.all([startMariadb(namespace, true), startEcho(namespace)]);
    const upstreams = [
      Upstream.http({ host: 'echo', localPort: 8080 }),
      Upstream.mysql({ host: 'mariadb' }),
      Upstream.http({ host: `echo.${namespace.name}.svc`, name: 'full', localPort: 8081 }),
    ];
    const env = (chart: Chart) => ({ MYSQL_PWD: passwordOf(chart, 'mariadb-root') });
    await namespace.apply(appBehind(mode, 'mariadb:10.11.14', () => ({ upstreams, program: AmbassadorProgram.nginx() }), env));
    await namespace.ready('web');
    const run = async (script: string) => (await namespace.exec('web', 'app', script)).toString().trim();
    const ask = (sql: string) => run(`mariadb -h 127.0.0.1 -P 3306 -u root --connect-timeout=10 -N testdb -e "${sql}"`);
    for (const port of [8080, 8081]) {
      await namespace.until(`echo answers at ${port}`, async () => await run(`curl -sS --max-time 20 http://127.0.0.1:${port}/`) === 'echo');
    }
    await namespace.until('the database answers', async () => await ask('SELECT 42;') === '42');
    const before = await addressOf(namespace, 'mariadb');
    await killPod(namespace, 'mariadb');
    await expect(ask('SELECT 1;')).rejects.toThrow();
    await startMariadb(namespace, true);
    const seconds = await secondsUntil('the client is answered', () => ask('SELECT 1;'));
    expect(restarts(await namespace.pod('web'))).toBe(0);
    return `database moved from ${before} to ${await addressOf(namespace, 'mariadb')}, found ${seconds.toFixed(1)} s after it answers`;
  });
}

leads('classic');
leads('native');
