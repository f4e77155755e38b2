import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  ConfigFile, ConfigWriter, Database, InitMigrations, InitStep, MigrationSource, MigrationTool, PreparedFolders, RetriedStep, SharedVolume,
  WaitFor, WaitTarget,
} from '../../src';
import { newDeployment } from '../support/workloads';

/** As plain JavaScript calls it, without a look at types. */
type Untyped = (...args: any[]) => any;
const untyped = (type: { new (scope: Construct, id: string, props: any): Construct }): Untyped => (props) => new type(newDeployment(), 'It', props);
const migrate = (props: object) => untyped(InitMigrations)({
  tool: MigrationTool.psql(), source: MigrationSource.inline({ '1.sql': '' }), database: Database.postgres({ host: 'db' }), ...props,
});
const volume = new SharedVolume(newDeployment(), 'Data');

test.each<[string, string, () => void]>([
  ["'tool' of 'shop/Web/It'", 'migrations have no tool', () => migrate({ tool: undefined })],
  ["'source' of 'shop/Web/It'", 'migrations have no source', () => migrate({ source: undefined })],
  ["'database' of 'shop/Web/It'", 'migrations have no database', () => migrate({ database: undefined })],
  ["'1.sql' of 'shop/Web/It'", 'a file has no text', () => migrate({ source: (MigrationSource.inline as Untyped)({ '1.sql': undefined }) })],
  ["'command' of 'shop/Web/It'", 'a tool has no command', () => migrate({ tool: (MigrationTool.custom as Untyped)({}) })],
  ["'image' of a migration source", 'a source has no image', () => (MigrationSource.image as Untyped)()],
  ["'targets' of 'shop/Web/It'", 'a wait has no targets', () => untyped(WaitFor)({})],
  ["'targets' of 'shop/Web/It'", 'a wait has no properties', () => untyped(WaitFor)(undefined)],
  ["'targets' of 'shop/Web/It'", 'a target is not valid', () => untyped(WaitFor)({ targets: [undefined] })],
  ["'port' of a tcp target", 'a port is not valid', () => (WaitTarget.tcp as Untyped)()],
  ["'hostName' of a dns target", 'a name is not valid', () => (WaitTarget.dns as Untyped)()],
  ["'host' of a redis target", 'Redis has no host', () => (WaitTarget.redis as Untyped)()],
  ["'volume' of a file target", 'a file has no volume', () => (WaitTarget.file as Untyped)(undefined, 'a')],
  ["'path' of a file target", 'a file has no path', () => (WaitTarget.file as Untyped)(volume)],
  ["'image' of a command target", 'a command has no image', () => (WaitTarget.command as Untyped)({ command: ['ask'] })],
  ["'files' of 'shop/Web/It'", 'a configuration has no files', () => untyped(ConfigWriter)({})],
  ["'text' of file 'a'", 'a template has no text', () => (ConfigFile.template as Untyped)('a')],
  ["'source' of file 'a'", 'a copied file has no source', () => (ConfigFile.fromImage as Untyped)('a', 'app:1')],
  ["'sha256' of file 'a'", 'a fetched file has no checksum', () => (ConfigFile.fetched as Untyped)('a', 'https://x/')],
  ["'volume' of 'shop/Web/It'", 'folders have no volume', () => untyped(PreparedFolders)({ folders: ['a'], user: 5 })],
  ["'folders' of 'shop/Web/It'", 'there are no folders', () => untyped(PreparedFolders)({ volume, user: 5 })],
  ["'image' of 'shop/Web/It'", 'a step has no image', () => untyped(InitStep)({})],
  ["'image' of 'shop/Web/It'", 'a retried step has no image', () => untyped(RetriedStep)({ command: ['x'] })],
])('%s fails when %s', (what, _, create) => {
  expect(create).toThrow(`${what} is undefined, or has an undefined item: set it`);
});

test('fails when the volume of a source is not valid', () => {
  expect(() => MigrationSource.volume(volume.volume as any)).toThrow('volume of a migration source is not a SharedVolume: create one');
});

test('fails when the image that a file is copied from is not valid', () => {
  expect(() => (ConfigFile.fromImage as Untyped)('a', undefined, '/a')).toThrow('image that \'a\' is copied from is empty');
});

test.each(['1A', 'A B', '', 'A='])('fails when an environment variable is called %j', (name) => {
  expect(() => untyped(InitStep)({ image: 'app:1', env: { [name]: kplus.EnvValue.fromValue('x') } })).toThrow(`environment variable '${name}' of 'shop/Web/It' is not a valid name`);
});

test.each(['x', undefined, null, 5])('fails when the value of an environment variable is %j', (value) => {
  expect(() => untyped(RetriedStep)({ image: 'app:1', command: ['x'], env: { A: value } })).toThrow("environment variable 'A' of 'shop/Web/It' is not an EnvValue");
});

test('fails when a duration is a number', () => {
  expect(() => untyped(WaitFor)({ targets: [WaitTarget.dns('db')], timeout: 5 })).toThrow("timeout in 'shop/Web/It' is not a duration, but 5: write it as in Duration.seconds(5)");
});
