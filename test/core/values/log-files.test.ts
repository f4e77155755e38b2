import { App, Chart } from 'cdk8s';
import { LogFiles } from '../../../src/core/values/log-files';

const where = new Chart(new App(), 'shop');

test.each([
  ['one file', ['/var/log/app.log'], '/var/log'],
  ['one glob', ['/var/log/app/*.log'], '/var/log/app'],
  ['a glob in a folder', ['/var/log/*/app.log'], '/var/log'],
  ['a glob in a folder and in a file', ['/data/[ab]/logs/?.log'], '/data'],
  ['several files of one folder', ['/logs/access.log', '/logs/error.log'], '/logs'],
  ['a file in a folder of the other', ['/logs/app.log', '/logs/jobs/*.log'], '/logs'],
  ['the same, the other way round', ['/logs/jobs/*.log', '/logs/app.log'], '/logs'],
  ['sister folders', ['/var/log/web/a.log', '/var/log/worker/b.log'], '/var/log/web', '/var/log/worker'],
  ['folders whose names start alike', ['/var/log/web/a.log', '/var/log/web-admin/b.log'], '/var/log/web', '/var/log/web-admin'],
  ['folders of two trees', ['/logs/a.log', '/data/b.log'], '/logs', '/data'],
  ['a file without an extension', ['/logs/access_log', '/logs/app.d/syslog', '/logs/ap[p]'], '/logs'],
  ['slashes that are doubled', ['//var//log/app.log'], '/var/log'],
  ['letters of any language, and blanks', ['/var/log/Zähler 1/été.log'], '/var/log/Zähler 1'],
])('shares the folder of %s', (_, paths, ...folders) => {
  expect(new LogFiles(where, paths).folders).toEqual(folders);
});

test('writes every path in its plain form', () => {
  const files = new LogFiles(where, ['//logs//a.log', '/logs/b.log'], ['/logs//a.log.[0-9]']);
  expect(files.paths).toEqual(['/logs/a.log', '/logs/b.log']);
  expect(files.exclude).toEqual(['/logs/a.log.[0-9]']);
});

test('what is left out has no part in the shared folder', () => {
  expect(new LogFiles(where, ['/logs/app/*.log'], ['/other/*.log']).folders).toEqual(['/logs/app']);
});

test.each([
  [[], "list of log files in 'shop' is empty: name at least one path"],
  [['app.log'], "log file 'app.log' in 'shop' is relative: start it with '/'"],
  [[''], "log file '' in 'shop' is relative"],
  [['/logs/../app.log'], "log file '/logs/../app.log' in 'shop' has a '.' or '..' in it"],
  [['/logs/./app.log'], "has a '.' or '..' in it"],
  [['/logs/'], "log file '/logs/' in 'shop' is a folder: name the files in it, such as '/logs/*.log'"],
  [['/logs/**/app.log'], "log file '/logs/**/app.log' in 'shop' cannot be followed by every shipper"],
  [['/logs/{a,b}.log'], 'cannot be followed by every shipper'],
  [['/logs/$(date).log'], 'cannot be followed by every shipper'],
  [['/logs/a\\*.log'], 'cannot be followed by every shipper'],
  [['/logs/a\nb.log'], 'cannot be followed by every shipper'],
  [['/var/log/app'], "log file '/var/log/app' in 'shop' looks like a folder: name the files in it, such as '/var/log/app/*.log', or write '/var/log/ap[p]' if"],
  [['/var/log'], "log file '/var/log' in 'shop' looks like a folder"],
  [['/logs/app.d', '/logs/app.d/*.log'], "log file '/logs/app.d' in 'shop' looks like a folder"],
])('fails when the log files are %j', (paths, message) => {
  expect(() => new LogFiles(where, paths)).toThrow(message);
});

test('fails when a path that is left out cannot be followed', () => {
  expect(() => new LogFiles(where, ['/logs/*.log'], ['logs/old.log'])).toThrow("log file 'logs/old.log' in 'shop' is relative");
});
