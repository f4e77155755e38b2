import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { makeFolder } from '../../../src/core/values/make-folder';

let place: string;
beforeEach(() => { place = fs.mkdtempSync(path.join(os.tmpdir(), 'make-folder-')); });
afterEach(() => fs.rmSync(place, { recursive: true }));

test('makes all that are missing, and leaves what is there', () => {
  makeFolder(path.join(place, 'a/b/../c'));
  fs.writeFileSync(path.join(place, 'a/c/file'), '');
  makeFolder(path.join(place, 'a/c/'));
  expect(fs.readdirSync(place, { recursive: true }).sort()).toEqual(['a', 'a/c', 'a/c/file']);
});

test('fails when a file is in the way', () => {
  fs.writeFileSync(path.join(place, 'file'), '');
  expect(() => makeFolder(path.join(place, 'file/a/b'))).toThrow('ENOTDIR: not a directory');
});

test('fails when there can be none, as in /proc', () => {
  expect(() => makeFolder('/proc/no/such')).toThrow('ENOENT: no such file or directory');
});
