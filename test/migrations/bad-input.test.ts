import * as path from 'node:path';
import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { DatabaseVariables, Endpoint, MigrationSource, MigrationTool } from '../../src/index';
import { newDeployment } from '../support/workloads';
import { Changes, custom, migrate } from './support/migrate';

const CHANGES = { '1.sql': '--liquibase formatted sql\n--changeset ada:1\nSELECT 1;\n' };

describe('bad input', () => {
  const inline = (files: { [name: string]: string }) => ({ source: MigrationSource.inline(files) });
  test.each<[string, Changes, string]>([
    ['there are no files', inline({}), "migrations of 'shop/Web/Migrations' have no files"],
    ['two files have one version', inline({ '1_a.sql': '', '001_b.sql': '' }), "files '1_a.sql' and '001_b.sql' of 'shop/Web/Migrations' have the same version"],
    ['a name would be skipped', inline({ '1_a.sql': '', 'readme.md': '' }), "file 'readme.md' of 'shop/Web/Migrations' has a name that the tool does not recognize"],
    ['a name is not valid for a ConfigMap', inline({ '1 a.sql': '' }), "file '1 a.sql' of 'shop/Web/Migrations' has a name that is not valid in a ConfigMap"],
    ['they are above 1 MiB', inline({ '1.sql': 'x'.repeat(1024 * 1024) }), 'put them into an image and use MigrationSource.image()'],
    ['there are none for a tool of your own', { ...inline({}), tool: custom(true) }, "migrations of 'shop/Web/Migrations' have no files"],
    ['a folder has folders', { source: MigrationSource.folder(path.dirname(__dirname)) }, 'with nothing in it but files of text'],
    ['a folder is not there', { source: MigrationSource.folder('/nowhere') }, "folder '/nowhere' with migrations of 'shop/Web/Migrations' cannot be read"],
    ['an image names no files', { source: MigrationSource.image('ghcr.io/acme/sql:1.0.0') }, "name the 'files' of the source"],
    ['a folder cannot be written in a script', { source: MigrationSource.image('x:1', { path: "/it's" }) }, 'has other characters than'],
    ['the lock timeout is zero', { lockTimeout: { toMilliseconds: () => 0 } as any }, 'lockTimeout in'],
    ['the history table is not a valid name', { historyTable: 'a;b' }, "historyTable 'a;b' of 'shop/Web/Migrations' is not a valid name for a table"],
    ['the name of the database is missing', { login: { name: undefined } }, "the tool of 'shop/Web/Migrations' needs the name of database postgres:5432, which is not set: set 'name' of the database"],
    ['the user is missing', { login: { user: undefined } }, "needs the user of database postgres:5432, which is not set: set 'user' or 'userSecret'"],
    ['the password is missing', { login: { password: undefined } }, 'needs the password of database postgres:5432'],
    ['the database is an endpoint', { database: new Endpoint({ port: 5432 }) as any }, "database of 'shop/Web/Migrations' is not a Database: make it with Database.postgres()"],
    ['the database is of another kind', { kind: 'mariadb' }, "is of kind 'mariadb', which MigrationTool.psql() cannot migrate: use MigrationTool.mariadb()"],
    ['a password is in plain text', { tool: MigrationTool.psql({ env: { PGPASSWORD: kplus.EnvValue.fromValue('x') } }) }, "'PGPASSWORD' of 'shop/Web/Migrations' has a password in plain text"],
    ['a URL has a password', { tool: MigrationTool.psql({ env: { URL: kplus.EnvValue.fromValue('x://a:b@c') } }) }, 'has a password in plain text'],
    ['a command has a password', { tool: MigrationTool.custom({ image: 'x:1', command: ['x', 'mysql://a:b1@c'], takesLock: true }) }, 'word 2 of the command'],
    ['a password is written out', { login: { password: 'hunter2' as any } }, "a secret of 'shop/Web/Migrations' is missing or in plain text: pass a key of a"],
    ['a variable of the tool is set', { tool: MigrationTool.psql({ env: { PGHOST: kplus.EnvValue.fromValue('x') } }) }, "environment variable 'PGHOST' of 'shop/Web/Migrations' is set by the pattern itself"],
    ['one variable is to have two values', { tool: MigrationTool.custom({ image: 'x:1', command: ['x'], takesLock: true, variables: DatabaseVariables.of({ host: 'DB', port: 'DB' }) }) }, "variable 'DB' of the tool of 'shop/Web/Migrations' would have two values"],
    ['a writable path is there twice', { tool: MigrationTool.custom({ image: 'x:1', command: ['x'], takesLock: true, writablePaths: ['/tmp', '/tmp/'] }) }, "writable path '/tmp/' in 'shop/Web/Migrations' needs a volume whose name is taken: leave it out, or mount a volume"],
    ['the container has no name', { containerName: 'A_B' }, "container name 'A_B' in 'shop/Web/Migrations' is not a DNS label"],
    ['the files are where scripts are mounted', { source: MigrationSource.image('x:1', { path: '/scripts/sql', files: ['1.sql'] }) }, "folder '/scripts/sql' with migrations of 'shop/Web/Migrations' is where the pattern mounts its own files"],
    ['the files are in the root', { source: MigrationSource.image('x:1', { path: '/', files: ['1.sql'] }) }, "folder '/' with migrations of 'shop/Web/Migrations' is the root"],
    ['a ConfigMap has no name', { configMapName: 'A_B', tool: MigrationTool.liquibase(), source: MigrationSource.inline(CHANGES) }, "configMapName 'A_B' of 'shop/Web/Migrations' is not a valid name for a ConfigMap"],
    ['two ConfigMaps have one name', { configMapName: 'sql', tool: MigrationTool.liquibase(), source: MigrationSource.inline(CHANGES, { configMapName: 'sql' }) }, "configMapName 'sql' of 'shop/Web/Migrations' is taken by the ConfigMap of 'shop/Web/Migrations'"],
    ['a program is empty', { tool: MigrationTool.custom({ image: 'x:1', command: [''], takesLock: true }) }, "command of 'shop/Web/Migrations' begins with an empty word"],
    ['the client is that of MySQL', { kind: 'mysql', tool: MigrationTool.mariadb({ image: 'mysql:8.4' }) }, "image 'mysql:8.4' of 'shop/Web/Migrations' has MySQL's own client: use an image with MariaDB's"],
    ['a variable of the tool has no name', { tool: MigrationTool.custom({ image: 'x:1', command: ['x'], takesLock: true, variables: DatabaseVariables.of({ host: 'A B' }) }) }, "environment variable 'A B' of 'shop/Web/Migrations' is not a valid name"],
    ['a command has no image', { tool: MigrationTool.custom({ command: ['x'], takesLock: true }) }, "has the command 'x' and the image '': name both"],
  ])('fails when %s', (_, props, message) => {
    expect(() => migrate(newDeployment(), props)).toThrow(message);
  });

  test.each(['', 'pass word'])('fails when the key of a Secret is %p', (key) => {
    const web = newDeployment();
    const secret = kplus.Secret.fromSecretName(web, 'Key', 'orders');
    expect(() => migrate(web, { login: { password: { secret, key } } })).toThrow(`key '${key}' of secret 'orders' in 'shop/Web/Migrations' is not valid`);
  });

  test('fails when a Secret is in another namespace', () => {
    const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
    const secret = new kplus.Secret(chart, 'Other', { metadata: { namespace: 'other' } });
    expect(() => migrate(newDeployment(chart), { login: { password: { secret, key: 'password' } } })).toThrow("is in namespace 'other'");
  });
});
